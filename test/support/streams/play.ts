import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { commonHeaders, type HeaderFields } from '../../../src/target/headers.ts';
import { epochNow } from '../epoch-now.ts';
import { runAt } from '../precise-timer.ts';
import type { LoggedRequest } from './log.ts';
import type { Asked } from './request-reader.ts';
import { bytesOf, type Cors, type StreamScript } from './script.ts';

const END_OF_CHUNKS = '0\r\n\r\n';

/**
 * Writes an answer to the socket as its script has it, and each moment to the log.
 * Resolves when nothing more is to be done, or the client has gone.
 */
export async function play(
  socket: Socket,
  script: StreamScript,
  asked: Asked,
  log: LoggedRequest,
): Promise<void> {
  const { framing = 'chunked', pieces, ending = 'end', headAtMs = 0 } = script;
  const reaches = (atMs: number): Promise<boolean> => waitFor(socket, asked.readMs + atMs);
  const end = (how: LoggedRequest['ending']): void => {
    log.ending = how;
    log.endingEpochMs = epochNow();
  };
  if (!(await reaches(headAtMs))) return end('gone');
  log.headEpochMs = epochNow();
  socket.write(headOf(script, asked));
  for (const piece of pieces) {
    if (!(await reaches(piece.atMs))) return end('gone');
    const bytes = bytesOf(piece);
    log.pieces.push({ epochMs: epochNow(), bytes: bytes.length });
    socket.write(framing === 'chunked' ? chunked(bytes) : bytes);
  }
  if (!(await reaches(script.endAtMs ?? 0))) return end('gone');
  end(ending);
  if (ending === 'reset') socket.resetAndDestroy();
  else if (ending === 'fin') socket.end();
  else if (ending === 'end' && framing === 'chunked') socket.write(END_OF_CHUNKS);
  else if (ending === 'end' && framing === 'close') socket.end();
}

/** In one buffer, so that it is one write. */
function chunked(bytes: Uint8Array): Buffer {
  if (bytes.length === 0) throw new Error('An empty piece would be the last chunk.');
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** False where the socket was closed before. */
function waitFor(socket: Socket, atMs: number): Promise<boolean> {
  if (socket.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const gone = (): void => {
      cancel();
      resolve(false);
    };
    let cancel = (): void => undefined;
    socket.once('close', gone);
    cancel = runAt(atMs, () => {
      socket.off('close', gone);
      resolve(true);
    });
  });
}

function headOf(script: StreamScript, asked: Asked): string {
  const { status = 200, contentType = 'text/event-stream', cors, framing = 'chunked', pieces } = script;
  const length = pieces.reduce((sum, piece) => sum + bytesOf(piece).length, 0);
  const frame: Record<typeof framing, HeaderFields> = {
    chunked: { 'Transfer-Encoding': 'chunked' },
    length: { 'Content-Length': String(length) },
    close: { Connection: 'close' },
  };
  const own = Object.entries(script.headers ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : httpDate(Date.now() + value.dateInMs),
  ]);
  return head(status, {
    'Content-Type': contentType,
    ...frame[framing],
    ...corsFields(cors, asked),
    ...Object.fromEntries(own),
  });
}

export function head(status: number, fields: HeaderFields): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}

/** What the reference endpoint sends, less what this script keeps back. */
export function corsFields(cors: Cors = 'open', { readMs }: Asked): HeaderFields {
  if (cors === 'closed') return {};
  const {
    'Timing-Allow-Origin': timing = '',
    'Access-Control-Expose-Headers': exposed = '',
    ...fields
  } = commonHeaders({ appMs: performance.now() - readMs }, []);
  return {
    ...fields,
    ...(cors === 'untimed' ? {} : { 'Timing-Allow-Origin': timing }),
    ...(cors === 'unexposed' ? {} : { 'Access-Control-Expose-Headers': exposed }),
  };
}

/** In whole seconds, never before `epochMs`. */
const httpDate = (epochMs: number): string => new Date(Math.ceil(epochMs / 1000) * 1000).toUTCString();
