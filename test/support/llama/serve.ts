import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import { allowAnyOrigin, RequestError, sendJson } from '../server-exchange.ts';
import type { Serve } from '../server-process.ts';
import { isLlamaModule } from './binding.ts';
import { Engine } from './engine.ts';
import { MODEL_NAME } from './model.ts';
import { ollamaChat } from './ollama.ts';
import { chatCompletions } from './openai.ts';

const HOST = '127.0.0.1';

/** `port`: 0 for any free one. */
const optionsSchema = v.object({ port: v.number(), slots: v.number() });

/** The HTTP server around the engine; runs in the child process. `llama`: the imported node-llama-cpp. */
export const serve: Serve = async (llama, options, log) => {
  const { port, slots } = v.parse(optionsSchema, options);
  if (!isLlamaModule(llama))
    throw new Error('The installed node-llama-cpp does not export what is used here.');
  const engine = await Engine.start(llama, slots);
  const server = createServer((request, response) => {
    answer(engine, request, response, log).catch((error: unknown) => {
      const status = error instanceof RequestError ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      log(`${request.method} ${request.url} ${status} ${message}`);
      if (response.headersSent) response.destroy();
      else
        sendJson(response, status, {
          error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error' },
        });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    ready: { url: `http://${HOST}:${address.port}`, model: MODEL_NAME },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await engine.stop();
    },
  };
};

async function answer(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
  log: (line: string) => void,
): Promise<void> {
  allowAnyOrigin(request, response);
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  const route = `${request.method} ${path}`;
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
  } else if (route === 'GET /health') {
    const { idle, size, queued } = engine.pool;
    sendJson(response, 200, { status: 'ok', slots_idle: idle, slots_processing: size - idle, queued });
  } else if (route === 'GET /v1/models') {
    sendJson(response, 200, {
      object: 'list',
      data: [{ id: MODEL_NAME, object: 'model', owned_by: 'dishprobe' }],
    });
  } else if (route === 'POST /v1/chat/completions' || route === 'POST /api/chat') {
    const handler = path.startsWith('/api') ? ollamaChat : chatCompletions;
    const { finish, promptTokens, completionTokens, queueMs } = await handler(engine, request, response);
    const queue = queueMs.toFixed(1);
    log(`${route} ${finish} prompt=${promptTokens} completion=${completionTokens} queue_ms=${queue}`);
    return;
  } else {
    throw new RequestError(404, `There is nothing at ${route}.`);
  }
  log(`${route} ${response.statusCode}`);
}
