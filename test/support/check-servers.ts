import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { holdClosedPort } from './closed-port.ts';

/** Answers on these paths come so much later, and with them preflights, that one stands out on a busy machine. */
const SLOW = ['/forgets', '/remembers'];
const SLOW_MS = 120;

/** One server that, by path, lacks one thing that `Check endpoint` looks for. */
export interface CheckServers {
  url: string;
  /** An address at which nobody listens. */
  closedUrl: string;
  close(): Promise<void>;
}

const ALL = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Server-Timing, Retry-After',
  'timing-allow-origin': '*',
  'cache-control': 'no-store',
  'server-timing': 'app;dur=1.5',
};
const without = (name: keyof typeof ALL) =>
  Object.fromEntries(Object.entries(ALL).filter(([key]) => key !== name));
const PREFLIGHT = {
  ...ALL,
  'access-control-allow-headers':
    'authorization, content-type, x-site, x-api-key, anthropic-version, anthropic-dangerous-direct-browser-access',
};
const REMEMBERED = { ...PREFLIGHT, 'access-control-max-age': '7200' };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const answer =
  (status: number, headers: Record<string, string>, body = 'ok'): Answer =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

const event = (chunk: object | string) =>
  `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`;
const TOKEN = event({ choices: [{ delta: { content: 'a' } }] });
const FINISH = event({ choices: [{ delta: {}, finish_reason: 'length' }] });
const USAGE = event({ choices: [], usage: { completion_tokens: 1 } });
const stream = (...events: string[]): Answer =>
  answer(200, { ...ALL, 'content-type': 'text/event-stream' }, events.join(''));
const error = (status: number, message: string): Answer =>
  answer(status, ALL, JSON.stringify({ error: { message } }));

const REFUSES_USAGE: Answer = (request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    const act = body.includes('stream_options')
      ? error(400, 'Unknown field: stream_options')
      : stream(TOKEN, FINISH, event('[DONE]'));
    act(request, response);
  });
};
const json = (value: object): Answer =>
  answer(200, { ...ALL, 'content-type': 'application/json' }, JSON.stringify(value));
const line = (more: object) => `${JSON.stringify({ model: 'm', created_at: 'now', ...more })}\n`;
const OLLAMA = answer(
  200,
  { ...ALL, 'content-type': 'application/x-ndjson' },
  line({ message: { role: 'assistant', content: 'a' }, done: false }) +
    line({
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'length',
      total_duration: 1000,
      prompt_eval_duration: 500,
      eval_count: 1,
    }),
);
const typed = (type: string, more: object = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const MESSAGES: Answer = (request, response) => {
  const known =
    request.headers['anthropic-version'] !== undefined && request.headers['x-api-key'] === 'hunter2';
  const wants = { type: 'error', error: { type: 'authentication_error', message: 'Wants x-api-key.' } };
  if (!known) return answer(401, ALL, JSON.stringify(wants))(request, response);
  const delta = { index: 0, delta: { type: 'text_delta', text: 'a' } };
  stream(
    typed('message_start', { message: { usage: { input_tokens: 3, output_tokens: 1 } } }),
    typed('content_block_delta', delta),
    typed('message_delta', { delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 1 } }),
    typed('message_stop'),
  )(request, response);
};

/** A text turn of OpenAI's Realtime API, in as far as a check takes one. */
function realtime(ws: WebSocket): void {
  const send = (event: object) => ws.send(JSON.stringify(event));
  send({ type: 'session.created', session: {} });
  ws.on('message', (data) => {
    const { type } = JSON.parse(String(data));
    if (type === 'session.update') send({ type: 'session.updated', session: {} });
    if (type !== 'response.create') return;
    send({ type: 'response.output_text.delta', delta: 'a' });
    send({ type: 'response.done', response: { status: 'completed', usage: { output_tokens: 1 } } });
  });
}

const ANSWERS: Record<string, Answer> = {
  '/ok': answer(200, ALL),
  '/no-cors': answer(200, without('access-control-allow-origin')),
  '/no-tao': answer(200, without('timing-allow-origin')),
  '/no-expose': answer(200, without('access-control-expose-headers')),
  '/no-server-timing': answer(200, without('server-timing')),
  '/no-no-store': answer(200, without('cache-control')),
  '/redirect': answer(302, { ...ALL, location: '/ok' }),
  '/500': answer(500, ALL),
  '/hang': () => {},
  // Firefox keeps an answer without a type back until it can guess one (512 bytes, https://mimesniff.spec.whatwg.org/).
  '/endless': (_request, response) =>
    response.writeHead(200, { ...ALL, 'content-type': 'text/plain' }).write('x'),
  '/chat/ok': stream(TOKEN, FINISH, USAGE, event('[DONE]')),
  '/chat/no-usage': stream(TOKEN, FINISH, event('[DONE]')),
  '/chat/one-piece': answer(200, { ...ALL, 'content-type': 'application/json' }, '{"choices":[]}'),
  '/chat/401': error(401, 'No key was given.'),
  '/chat/refuses-usage': REFUSES_USAGE,
  '/ollama': OLLAMA,
  '/api/chat': error(404, 'No such page.'),
  '/anthropic': MESSAGES,
  '/infer': json({ model_name: 'm', outputs: [{ name: 'o', datatype: 'FP32', shape: [1], data: [1] }] }),
  '/chat/silent-server': answer(
    200,
    { ...without('server-timing'), 'content-type': 'text/event-stream' },
    TOKEN + FINISH + USAGE + event('[DONE]'),
  ),
  '/chat/404': error(404, 'There is no model m.'),
};

function preflight(path: string, response: ServerResponse): void {
  if (path === '/refuses') response.writeHead(405).end();
  else response.writeHead(204, path === '/forgets' ? PREFLIGHT : REMEMBERED).end();
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function startCheckServers(): Promise<CheckServers> {
  const closed = await holdClosedPort();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const act = ANSWERS[path] ?? answer(200, ALL);
    // Only that one looks into the body.
    if (act !== REFUSES_USAGE) request.resume();
    setTimeout(
      () => {
        if (request.method === 'OPTIONS') preflight(path, response);
        else act(request, response);
      },
      SLOW.includes(path) ? SLOW_MS : 0,
    );
  });
  // Longer than the check waits, so that it is the preflight that it sees and no new connection.
  server.keepAliveTimeout = 60_000;
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => false });
  server.on('upgrade', (request, socket, head) => {
    const { url = '' } = request;
    if (!url.startsWith('/ws/')) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (ws) => {
      if (url === '/ws/greets') ws.send('hello');
      if (url === '/ws/realtime') realtime(ws);
      else if (url !== '/ws/silent') ws.on('message', (data, binary) => ws.send(data, { binary }));
    });
  });
  const url = await listen(server);
  return {
    url,
    closedUrl: `http://127.0.0.1:${closed.port}`,
    async close() {
      for (const ws of sockets.clients) ws.terminate();
      closed.release();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
