import type { RawData, WebSocket } from 'ws';

/** Sound WebSockets with odd servers behind them. */

const STRANGER = Buffer.from('not an echo at all');
/** Of a probe's message: after its tag of 8 bytes come 8 that number it. */
const [TAG_END, NUMBER_END] = [8, 16];

/** What a server does with the `count`th message, counted from 1. */
type Reaction = (ws: WebSocket, message: { data: RawData; isBinary: boolean; count: number }) => void;

const reply: Reaction = (ws, { data, isBinary }) => ws.send(data, { binary: isBinary });

/** Sends back a copy that was changed, and then the true echo. */
const changed =
  (change: (bytes: Uint8Array) => void): Reaction =>
  (ws, message) => {
    const copy = Buffer.from(Buffer.isBuffer(message.data) ? message.data : []);
    change(copy);
    ws.send(copy);
    reply(ws, message);
  };

/** Breaks the connection with the fourth message in whatever way. */
const fourth =
  (act: (ws: WebSocket) => void): Reaction =>
  (ws, message) => {
    if (message.count > 3) act(ws);
    else reply(ws, message);
  };

/** As after a stall: twenty messages wait, and come back at once. */
const held = new WeakMap<WebSocket, (() => void)[]>();
const BURST = 20;

export const ECHOES: Record<string, Reaction> = {
  '/ws/burst': (ws, message) => {
    const waiting = [...(held.get(ws) ?? []), () => reply(ws, message)];
    held.set(ws, waiting.length < BURST ? waiting : []);
    if (waiting.length === BURST) for (const send of waiting) send();
  },
  '/ws/unknown-number': changed((bytes) => bytes.fill('z'.charCodeAt(0), TAG_END, NUMBER_END)),
  '/ws/no-number': changed((bytes) => bytes.fill(0xff, TAG_END, NUMBER_END)),
  '/ws/wrong-tag': changed((bytes) => bytes.fill('#'.charCodeAt(0), 0, TAG_END)),
  '/ws/close-4000': fourth((ws) => ws.close(4000, 'enough')),
  '/ws/close-1006': fourth((ws) => ws.terminate()),
  '/ws/huge': (ws, message) => {
    if (message.count === 1) ws.send(Buffer.alloc(20_000_000));
    reply(ws, message);
  },
  /** The first message opens a flood of others, in which the echoes swim. */
  '/ws/flood': (ws, message) => {
    if (message.count === 1) flood(ws);
    reply(ws, message);
  },
};

/** Some ten thousand a second: many more, and the echoes would wait behind them for seconds. */
function flood(ws: WebSocket): void {
  const timer = setInterval(() => {
    for (let i = 0; i < 20; i += 1) ws.send(STRANGER);
  }, 2);
  ws.once('close', () => clearInterval(timer));
}
