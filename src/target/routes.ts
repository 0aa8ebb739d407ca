import { chatOllama } from './chat/ollama.ts';
import { chatOpenAi } from './chat/openai.ts';
import { ALLOWED_METHODS, type HeaderFields } from './headers.ts';
import { close, download, ping, upload } from './payload.ts';
import type { Exchange } from './reply.ts';
import type { Service } from './service.ts';

interface Route {
  methods: readonly string[];
  about: string;
  /** Its pace is made up by a model. */
  model?: true;
  handle(exchange: Exchange, service: Service): void | Promise<void>;
}

const READ = ['GET', 'HEAD'];

const ROUTES: Record<string, Route> = {
  '/': { methods: READ, about: 'this list', handle: index },
  '/ping': { methods: READ, about: '?bytes=N: N bytes at once, by default 0', handle: ping },
  '/close': { methods: READ, about: 'as /ping, then the connection is closed', handle: close },
  '/download': { methods: READ, about: '?bytes=N: a stream of N bytes', handle: download },
  '/upload': { methods: ['POST'], about: 'reads the body, answers its length', handle: upload },
  '/echo': {
    methods: READ,
    about: 'WebSocket: sends back what it gets; subprotocol dishprobe.echo.v1 adds two times',
    handle: ({ reply }) =>
      reply.error(426, '/echo is a WebSocket. Open it with ws:// instead of http://.', {
        Upgrade: 'websocket',
        Connection: 'Upgrade',
      }),
  },
  '/v1/chat/completions': {
    methods: ['POST'],
    about: 'OpenAI chat completions, simulated',
    model: true,
    handle: chatOpenAi,
  },
  '/api/chat': { methods: ['POST'], about: 'Ollama chat, simulated', model: true, handle: chatOllama },
};

const PATHS = Object.keys(ROUTES);

/** Answers one request; every path and method gets an answer. */
export async function route(exchange: Exchange, service: Service): Promise<void> {
  const { request, url, reply } = exchange;
  const known = Object.hasOwn(ROUTES, url.pathname) ? ROUTES[url.pathname] : undefined;
  if (known?.model) reply.markModel();
  // Unknown paths pass the preflight as well: else a page sees a CORS failure in place of the 404.
  if (request.method === 'OPTIONS') {
    reply.send(204, undefined, '', preflight(request.headers['access-control-request-headers']));
  } else if (!known) {
    reply.error(404, `There is no ${url.pathname.slice(0, 200)} here. Known paths: ${PATHS.join(', ')}.`);
  } else if (!known.methods.includes(request.method ?? '')) {
    const allowed = [...known.methods, 'OPTIONS'].join(', ');
    reply.error(405, `${url.pathname} takes ${allowed}, not ${request.method}.`, { Allow: allowed });
  } else {
    await known.handle(exchange, service);
  }
}

function preflight(asked: string | undefined): HeaderFields {
  return {
    'Access-Control-Allow-Methods': ALLOWED_METHODS,
    // `*` would not cover Authorization; what is asked for is allowed by name.
    'Access-Control-Allow-Headers': asked ?? '*',
  };
}

function index({ reply }: Exchange, { simulated }: Service): void {
  const paths = Object.fromEntries(Object.entries(ROUTES).map(([path, { about }]) => [path, about]));
  const models = PATHS.filter((path) => ROUTES[path]?.model);
  reply.json(200, {
    server: 'Dishprobe reference endpoint',
    simulated: [...simulated],
    modelPaths: models,
    paths,
  });
}
