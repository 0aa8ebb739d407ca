import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Plugin, type PreviewServer, preview } from 'vite';
import { DEMO_PLAN_PATH, demoPlan } from './demo-plan.ts';
import { listenError, urlHost } from './ports.ts';

export interface AppServer {
  url: string;
  port: number;
  close(): Promise<void>;
}

export interface AppServerOptions {
  root: string;
  host: string;
  port: number;
  /** Port of the reference endpoint that the demo plan is aimed at. */
  targetPort: number;
}

/** Cross-origin isolation gives the page its finest clock; `credentialless` still allows no-cors probes. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'credentialless',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Names that carry a content hash never change; all else is asked for again each time. */
export function cacheControl(path: string): string {
  const hashed = /\/(?:assets|engine\/run)\/[^/]+-[\w-]{8}\.\w+$/.test(path);
  return hashed ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** Serves `dist/` as a static host would, with the headers that the app asks of one. */
export async function startApp(options: AppServerOptions): Promise<AppServer> {
  const { root, host, port } = options;
  let server: PreviewServer;
  try {
    server = await preview({
      root,
      configFile: false,
      appType: 'mpa',
      logLevel: 'error',
      plugins: [serving(options)],
      preview: { host, port, strictPort: true, allowedHosts: true, cors: false, headers: ISOLATION },
    });
  } catch (error) {
    throw listenError(error, 'the app', 'PORT', port);
  }
  const address = server.httpServer.address();
  const realPort = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${urlHost(host)}:${realPort}`, port: realPort, close: () => server.close() };
}

function serving({ targetPort, host }: AppServerOptions): Plugin {
  const handle = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    response.setHeader('Cache-Control', cacheControl(path));
    if (path !== DEMO_PLAN_PATH) {
      next();
      return;
    }
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    // From another machine the endpoint has the name under which that machine found the app.
    const asked = request.headers.host?.replace(/:\d+$/, '');
    response.end(JSON.stringify(demoPlan(asked ?? urlHost(host), targetPort), null, 2));
  };
  return {
    name: 'dishprobe:serving',
    configurePreviewServer: (server) => void server.middlewares.use(handle),
  };
}
