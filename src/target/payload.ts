import { readBody } from './body.ts';
import { hash } from './random.ts';
import type { Exchange } from './reply.ts';

const PING_LIMIT = 1024 * 1024;
/** Largest download and upload, bytes. */
const TRANSFER_LIMIT = 1024 ** 3;
const DEFAULT_DOWNLOAD = 1024 * 1024;

/** One block of noise, so that nothing on the way can compress it. */
const BLOCK = Buffer.from(Uint32Array.from({ length: 16_384 }, (_, index) => hash(index)).buffer);

/** GET /ping?bytes=N: N bytes at once, none without the parameter. */
export function ping({ url, reply }: Exchange): void {
  const bytes = bytesAsked(url, 0, PING_LIMIT);
  if (typeof bytes === 'string') reply.error(400, bytes);
  else reply.send(200, 'application/octet-stream', noise(bytes));
}

/** GET /close: answers as /ping does, and asks for the connection to be closed. */
export function close({ url, reply }: Exchange): void {
  const bytes = bytesAsked(url, 0, PING_LIMIT);
  if (typeof bytes === 'string') reply.error(400, bytes, { Connection: 'close' });
  else reply.send(200, 'application/octet-stream', noise(bytes), { Connection: 'close' });
}

/** GET /download?bytes=N: a stream of N bytes, 1 MiB without the parameter. */
export async function download({ request, url, reply }: Exchange): Promise<void> {
  const bytes = bytesAsked(url, DEFAULT_DOWNLOAD, TRANSFER_LIMIT);
  if (typeof bytes === 'string') {
    reply.error(400, bytes);
    return;
  }
  reply.head(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes) });
  const wanted = request.method === 'HEAD' ? 0 : bytes;
  for (let left = wanted; left > 0 && !reply.gone.aborted; left -= BLOCK.length) {
    await reply.write(left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK);
  }
  reply.end();
}

/** POST /upload: reads the body to its end and answers `{"bytes":N}`; Server-Timing says in `recv` how long it came. */
export async function upload({ request, up, reply }: Exchange): Promise<void> {
  let bytes = 0;
  const end = await readBody(request, up, TRANSFER_LIMIT, (piece) => {
    bytes += piece.length;
  });
  if (end === 'complete') {
    reply.bodyArrived();
    reply.json(200, { bytes });
  }
  if (end === 'too-large') {
    reply.error(413, 'The upload is larger than 1 GiB. Send less in one request.');
  }
}

/** Bytes that the query asks for, or a sentence that says what is wrong with it. */
function bytesAsked(url: URL, byDefault: number, limit: number): number | string {
  const text = url.searchParams.get('bytes');
  if (text === null) return byDefault;
  const bytes = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (bytes <= limit) return bytes;
  const shown = JSON.stringify(text.slice(0, 40));
  return `bytes must be a whole number from 0 to ${limit} on ${url.pathname}, found ${shown}.`;
}

function noise(bytes: number): Buffer {
  const whole = Buffer.allocUnsafe(bytes);
  for (let at = 0; at < bytes; at += BLOCK.length) BLOCK.copy(whole, at);
  return whole;
}
