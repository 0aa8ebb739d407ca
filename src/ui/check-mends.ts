import type { Mend } from './check-types.ts';

const NO_SETTING = 'have no setting for it: put nginx or Caddy in front of them.';

/** A header that a proxy adds to each answer. */
export function header(name: string, value: string): Mend[] {
  const quoted = /[ ,;]/.test(value) ? `"${value}"` : value;
  return [
    { server: 'nginx', line: `add_header ${name} ${quoted} always;` },
    { server: 'Caddy', line: `header ${name} ${quoted}` },
  ];
}

export const PROXY_ONLY = `vLLM, Ollama, llama.cpp and Triton ${NO_SETTING}`;

/** Allowing this page to read answers: vLLM's and Ollama's own settings, a header for the rest. */
export function corsMends(origin: string): Mend[] {
  return [
    ...header('Access-Control-Allow-Origin', '*'),
    { server: 'vLLM', line: `--allowed-origins '["*"]'` },
    { server: 'Ollama', line: `OLLAMA_ORIGINS="${origin}"` },
  ];
}
export const CORS_NOTE =
  'llama.cpp allows every page by itself; if it seems not to, something in front of it is in the way. Triton has no setting for it: put nginx or Caddy in front. Never let two servers add the header: a doubled one counts as none.';

/** Answers to a preflight, remembered for two hours, the longest that Chromium keeps one. */
export function preflightMends(asksFor: readonly string[]): Mend[] {
  const names = asksFor.join(', ');
  return [
    {
      server: 'nginx',
      line: `# within location { }
if ($request_method = OPTIONS) {
  add_header Access-Control-Allow-Origin *;
  add_header Access-Control-Allow-Methods "GET, POST";
  add_header Access-Control-Allow-Headers "${names}";
  add_header Access-Control-Max-Age 7200;
  return 204;
}`,
    },
    {
      server: 'Caddy',
      line: `@preflight method OPTIONS
header @preflight {
  Access-Control-Allow-Origin *
  Access-Control-Allow-Methods "GET, POST"
  Access-Control-Allow-Headers "${names}"
  Access-Control-Max-Age 7200
}
respond @preflight 204`,
    },
    { server: 'vLLM', line: `--allowed-headers '["*"]' --allowed-methods '["*"]'` },
  ];
}
export const PREFLIGHT_NOTE =
  'Ollama lets pass Authorization and Content-Type, and no headers of your own; llama.cpp and Triton need nginx or Caddy in front.';
export const MAX_AGE_NOTE =
  'vLLM and Ollama send a time by themselves (10 minutes, 12 hours); llama.cpp and Triton need nginx or Caddy in front.';

/** Servers that listen to their own machine only. */
export const LISTEN_MENDS: Mend[] = [
  { server: 'vLLM', line: '--host 0.0.0.0' },
  { server: 'Ollama', line: 'OLLAMA_HOST=0.0.0.0' },
  { server: 'llama.cpp', line: '--host 0.0.0.0' },
];

export const TLS_MENDS: Mend[] = [
  { server: 'Caddy', line: 'gpu.example.org {\n  reverse_proxy localhost:8000\n}' },
  {
    server: 'nginx',
    line: 'listen 443 ssl;\nssl_certificate /etc/ssl/gpu.pem;\nssl_certificate_key /etc/ssl/gpu.key;',
  },
];

export const UPGRADE_MENDS: Mend[] = [
  {
    server: 'nginx',
    line: 'proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection upgrade;',
  },
];

/** The time that the server behind the proxy took until the head of its answer, in ms. */
export const SERVER_TIME_MENDS: Mend[] = [
  {
    server: 'nginx',
    line: `# beside server { }
map $upstream_header_time $upstream_ms {
  ~^(\\d+)\\.(\\d+)$ $1$2;
}
# within it
add_header Server-Timing "app;dur=$upstream_ms" always;`,
  },
  {
    server: 'Caddy',
    line: `reverse_proxy localhost:8000 {
  header_down Server-Timing "app;dur={http.reverse_proxy.upstream.latency_ms}"
}`,
  },
];

export const H2_MENDS: Mend[] = [
  { server: 'nginx', line: 'listen 443 ssl http2;' },
  { server: 'Caddy', line: 'gpu.example.org {\n  reverse_proxy localhost:8000\n}' },
];

export const ISOLATION_MENDS: Mend[] = [
  {
    server: 'nginx',
    line: 'add_header Cross-Origin-Opener-Policy same-origin always;\nadd_header Cross-Origin-Embedder-Policy credentialless always;',
  },
  {
    server: 'Caddy',
    line: 'header Cross-Origin-Opener-Policy same-origin\nheader Cross-Origin-Embedder-Policy credentialless',
  },
];
