import type { WebSocket } from 'ws';

/**
 * A Realtime endpoint with two tokens to say (OpenAI API reference, realtime server
 * events), and by path what goes wrong with it.
 */
export function behaveRealtime(ws: WebSocket, path: string): void {
  const send = (event: object) => ws.send(JSON.stringify({ event_id: 'e', ...event }));
  if (path === '/realtime/refused') {
    send({ type: 'error', error: { type: 'invalid_request_error', message: 'no such model' } });
    return;
  }
  send({ type: 'session.created', session: { type: 'realtime', object: 'realtime.session' } });
  ws.on('message', (data) => {
    const { type }: { type?: unknown } = JSON.parse(String(data));
    if (type === 'session.update') send({ type: 'session.updated', session: {} });
    if (type === 'response.create') answer(ws, path, send);
  });
}

const GAP_MS = 40;

function answer(ws: WebSocket, path: string, send: (event: object) => void): void {
  const usage = { output_tokens: 5, input_tokens: 9 };
  const steps: (() => void)[] = [
    () => send({ type: 'response.created', response: { status: 'in_progress' } }),
    () => send({ type: 'response.output_text.delta', delta: 'Look' }),
    () => send({ type: 'response.output_text.delta', delta: ' up.' }),
    () => {
      if (path === '/realtime/hang') return;
      if (path === '/realtime/cut') ws.terminate();
      else if (path === '/realtime/fails') send({ type: 'response.done', response: { status: 'failed' } });
      else send({ type: 'response.done', response: { status: 'completed', usage } });
    },
  ];
  const next = (at: number) => {
    if (ws.readyState !== ws.OPEN) return;
    steps[at]?.();
    if (at + 1 < steps.length) setTimeout(next, GAP_MS, at + 1);
  };
  next(0);
}
