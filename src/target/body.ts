import type { IncomingMessage } from 'node:http';
import type { Lane } from './lane.ts';

/** What became of a request's body. `gone`: the client left before its end. */
export type BodyEnd = 'complete' | 'too-large' | 'gone';

/**
 * Reads a body through the lane towards the server, at most `limitBytes` of it; `take` gets each
 * piece as it arrives. Never rejects. After `too-large` the rest is thrown away as it comes: closing
 * the connection instead would reset it, and a browser would never see the answer.
 */
export function readBody(
  request: IncomingMessage,
  up: Lane,
  limitBytes: number,
  take: (piece: Buffer) => void,
): Promise<BodyEnd> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes) {
    request.resume();
    return Promise.resolve('too-large');
  }
  return new Promise((resolve) => {
    let bytes = 0;
    const settle = (end: BodyEnd) => {
      request.off('data', onData);
      request.resume();
      resolve(end);
    };
    const onData = (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > limitBytes) {
        settle('too-large');
        return;
      }
      up.pass(piece.length, () => take(piece));
      if (up.full) {
        request.pause();
        void up.room().then(() => request.resume());
      }
    };
    request.on('data', onData);
    request.once('end', () => up.pass(0, () => settle('complete')));
    request.once('close', () => {
      if (!request.complete) settle('gone');
    });
  });
}

/** Reads a body as text; see `readBody`. */
export async function readText(
  request: IncomingMessage,
  up: Lane,
  limitBytes: number,
): Promise<{ end: BodyEnd; text: string }> {
  const pieces: Buffer[] = [];
  const end = await readBody(request, up, limitBytes, (piece) => pieces.push(piece));
  return { end, text: Buffer.concat(pieces).toString('utf8') };
}
