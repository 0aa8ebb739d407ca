import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkTimes, type Played, play, playTexts, readMs } from './play.ts';
import { bytesOf, type Recorded, textOf } from './recorded.ts';
import { OPENAI } from './recorded-openai.ts';
import { OTHERS } from './recorded-others.ts';

const ALL = [...OPENAI, ...OTHERS];
const STREAMED = ALL.filter(({ protocol }) => protocol !== 'openai-realtime' && protocol !== 'websocket');
const LINE_ENDS = [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
] as const;

/** The read in which the byte at `offset` comes. */
const readOf = (offset: number, cuts: readonly number[]) => cuts.filter((cut) => cut <= offset).length;

function expectRight(recorded: Recorded, played: Played, chunksMs: number[]): void {
  const { times, complete, error } = played;
  expect({ complete, error }).toEqual({ complete: true, error: undefined });
  const kinds = recorded.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece[1]]));
  const found = played.findings.filter(({ kind }) => kind === 'content' || kind === 'reasoning');
  expect(found.map(({ kind }) => kind)).toEqual(kinds);
  expect(chunkTimes(times)).toEqual(chunksMs);
  expect(times.ttfoMs).toBe(chunksMs[kinds.indexOf('content')]);
  expect(times.e2eMs).toBe(chunksMs.at(-1));
  expect(times).toMatchObject({
    chunks: kinds.length,
    keepAlives: recorded.keepAlives ?? 0,
    finishReason: recorded.finish,
    tokensOut: recorded.tokensOut,
    inputTokens: recorded.inputTokens,
    serverSource: recorded.server?.source,
    serverTtftMs: recorded.server?.ttftMs,
    serverTotalMs: recorded.server?.totalMs,
    serverQueueMs: recorded.server?.queueMs,
  });
}

/** The byte with which each chunk is whole. */
function lastBytes(
  { pieces }: Recorded,
  lineEnd: string,
  whole: boolean,
): { bytes: Uint8Array; last: number[] } {
  const last: number[] = [];
  let text = '';
  for (const piece of pieces) {
    text += textOf(piece).replaceAll('\n', lineEnd);
    // A CR ends the line already, whether or not an LF follows.
    if (typeof piece !== 'string') last.push(bytesOf(text).length - (lineEnd === '\r\n' ? 2 : 1));
  }
  const bytes = bytesOf(text);
  return { bytes, last: whole ? last.map(() => bytes.length - 1) : last };
}

const isOneBody = ({ pieces }: Recorded) => textOf(pieces[0] ?? '').startsWith('{') && pieces.length === 1;
/** NDJSON knows no CR alone. */
const lineEndsOf = ({ protocol }: Recorded) =>
  LINE_ENDS.filter(([name]) => name === 'LF' || !protocol.startsWith('ollama'));

describe.each(
  STREAMED.flatMap((recorded) =>
    lineEndsOf(recorded).map((end) => [recorded.name, ...end, recorded] as const),
  ),
)('%s, with %s', (_name, _end, lineEnd, recorded) => {
  const { bytes, last } = lastBytes(recorded, lineEnd, isOneBody(recorded));

  it('says the same wherever it is cut in two, at the time of each chunk’s last byte', () => {
    for (let cut = 1; cut <= bytes.length; cut += 1) {
      const chunksMs = last.map((offset) => readMs(readOf(offset, [cut])));
      expectRight(recorded, play(recorded.protocol, bytes, [cut]), chunksMs);
    }
  });

  it('says the same however often it is cut', () => {
    const cutsOf = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 60 });
    fc.assert(
      fc.property(cutsOf, (cuts) => {
        const chunksMs = last.map((offset) => readMs(readOf(offset, cuts)));
        expectRight(recorded, play(recorded.protocol, bytes, cuts), chunksMs);
      }),
      { numRuns: 100 },
    );
  });
});

it.each(ALL.map((recorded) => [recorded.name, recorded] as const))(
  '%s, a piece a read',
  (_name, recorded) => {
    const played = playTexts(recorded.protocol, recorded.pieces.map(textOf));
    const chunksMs = recorded.pieces.flatMap((piece, i) => (typeof piece === 'string' ? [] : [readMs(i)]));
    expectRight(recorded, played, chunksMs);
    expect(played.times.reads).toBeLessThanOrEqual(recorded.pieces.length);
    expect(played.times.events).toBe(
      recorded.pieces.filter((piece) => !textOf(piece).startsWith(':')).length,
    );
  },
);
