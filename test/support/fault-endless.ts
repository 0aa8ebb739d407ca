import type { ServerResponse } from 'node:http';
import { constants, deflateRawSync } from 'node:zlib';
import { drip } from './fault-pump.ts';

/** Answers that never end, each at a hundred megabytes a second at most: a browser that cannot keep up piles up what it is sent. */

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization, content-type',
  'timing-allow-origin': '*',
};
const EVERY_MS = 10;
const PIECE = Buffer.alloc(500_000, 'x');

/** After a full flush nothing refers back, so that this block can be repeated: a megabyte of zeros in a kilobyte. */
const ZEROS = deflateRawSync(Buffer.alloc(1_000_000), { finishFlush: constants.Z_FULL_FLUSH });
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

const event = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const TOKEN = event({ content: 'word ' });

type Answer = (response: ServerResponse, query: URLSearchParams) => void;

const endless =
  (type: string, first: string, piece: Uint8Array | string, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { ...CORS, 'content-type': type });
    if (first !== '') response.write(first);
    drip(response, EVERY_MS, piece);
  };

export const ENDLESS_ANSWERS: Record<string, Answer> = {
  '/endless/body': endless('text/plain', '', PIECE),
  '/endless/500': endless('text/plain', '', PIECE, 500),
  '/endless/line': endless('text/event-stream', 'data: ', PIECE),
  '/endless/tokens': endless('text/event-stream', '', TOKEN.repeat(100)),
  '/endless/comments': endless('text/event-stream', '', ': still here\n\n'.repeat(1000)),
  '/endless/after-done': endless(
    'text/event-stream',
    `${TOKEN}${event({}, 'stop')}data: [DONE]\n\n`,
    TOKEN.repeat(100),
  ),
  '/endless/after-finish': endless(
    'text/event-stream',
    `${TOKEN}${event({}, 'stop')}`,
    ': x\n\n'.repeat(100),
  ),
  '/endless/gzip': (response) => {
    response.writeHead(200, { ...CORS, 'content-encoding': 'gzip' });
    response.write(GZIP_HEAD);
    drip(response, EVERY_MS, ZEROS);
  },
  /** `?mbPerS=`: megabytes a second. */
  '/endless/paced': (response, query) => {
    response.writeHead(200, CORS);
    const bytes = Buffer.alloc(Number(query.get('mbPerS')) * 50_000, 'x');
    const timer = setInterval(() => response.write(bytes), 50);
    response.on('close', () => clearInterval(timer));
  },
};

const redirect =
  (location: string | undefined): Answer =>
  (response) =>
    response.writeHead(302, location === undefined ? CORS : { ...CORS, location }).end();

export const REDIRECTS: Record<string, Answer> = {
  '/redirect/self': redirect('/redirect/self'),
  '/redirect/there': redirect('/redirect/back'),
  '/redirect/back': redirect('/redirect/there'),
  '/redirect/dead': redirect('http://127.0.0.1:9/'),
  '/redirect/nowhere': redirect(undefined),
  '/redirect/odd': redirect('gopher://127.0.0.1/'),
  '/redirect/once': redirect('/ok'),
};
