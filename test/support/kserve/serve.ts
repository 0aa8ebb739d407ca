import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import { allowAnyOrigin, RequestError, readBody, sendJson } from '../server-exchange.ts';
import type { Serve } from '../server-process.ts';
import { isOnnxModule, type OnnxModule, type Session } from './binding.ts';
import { infer, inferenceSchema, metadataOf } from './infer.ts';
import { MODEL_NAME, type ModelSize, makeModel } from './model.ts';

const HOST = '127.0.0.1';
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const optionsSchema = v.object({ inputs: count, hidden: count, outputs: count });

interface Served {
  onnx: OnnxModule;
  session: Session;
  size: ModelSize;
}

/** The HTTP server around ONNX Runtime; runs in the child process. `onnx`: the imported onnxruntime-node. */
export const serve: Serve = async (onnx, options) => {
  const size = v.parse(optionsSchema, options);
  if (!isOnnxModule(onnx))
    throw new Error('The installed onnxruntime-node does not export what is used here.');
  const session = await onnx.InferenceSession.create(makeModel(size), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const server = createServer((request, response) => {
    answer({ onnx, session, size }, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      sendJson(response, error instanceof RequestError ? error.status : 500, { error: message });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    ready: { url: `http://${HOST}:${address.port}` },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await session.release();
    },
  };
};

async function answer(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrivedMs = performance.now();
  allowAnyOrigin(request, response);
  response.setHeader('Access-Control-Expose-Headers', 'Server-Timing');
  const path = (request.url ?? '/').replace(/[?#].*$/s, '').replace(/\/versions\/1(?=\/|$)/, '');
  const model = `/v2/models/${MODEL_NAME}`;
  switch (`${request.method} ${path}`) {
    case 'GET /v2':
      return sendJson(response, 200, { name: 'dishprobe-kserve', version: '1', extensions: [] });
    case 'GET /v2/health/live':
    case 'GET /v2/health/ready':
      return sendJson(response, 200, { live: true });
    case `GET ${model}/ready`:
      return sendJson(response, 200, { name: MODEL_NAME, ready: true });
    case `GET ${model}`:
      return sendJson(response, 200, metadataOf(served.size));
    case `POST ${model}/infer`: {
      const asked = await readBody(request, inferenceSchema);
      const readMs = performance.now();
      const inference = await infer(served.onnx, served.session, served.size, asked);
      // As the reference endpoint says it: the server's own time counts from the end of the body.
      const appMs = performance.now() - readMs;
      response.setHeader('Server-Timing', `app;dur=${appMs}, recv;dur=${readMs - arrivedMs}`);
      return sendJson(response, 200, inference);
    }
    default:
      if (request.method !== 'OPTIONS') throw new RequestError(404, `there is nothing at ${path}`);
      response.writeHead(204).end();
  }
}
