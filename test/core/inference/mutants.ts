import { isDeepStrictEqual } from 'node:util';
import { AnswerStream } from '../../../src/core/inference/answer-stream.ts';
import { protocolOf } from '../../../src/core/inference/protocols/index.ts';
import type { ProtocolId } from '../../../src/core/plan-schema.ts';
import { millis } from '../../../src/core/units.ts';
import { type Chance, chanceOf, mutate } from '../../support/mutations.ts';
import { type Played, play, playTexts } from './play.ts';
import { bytesOf, END_MARKS, textOf } from './recorded.ts';
import { FAILED } from './recorded-failed.ts';
import { OPENAI } from './recorded-openai.ts';
import { OTHERS } from './recorded-others.ts';

interface Whole {
  name: string;
  protocol: ProtocolId;
  bytes: Uint8Array;
}

const isMessages = (protocol: ProtocolId) => protocolOf(protocol).framing === 'message';
/** Messages stand a line each, so that bytes can be mutated all the same. */
const ALL: readonly Whole[] = [
  ...[...OPENAI, ...OTHERS].map(({ name, protocol, pieces }) => {
    const bytes = bytesOf(pieces.map(textOf).join(isMessages(protocol) ? '\n' : ''));
    return { name, protocol, bytes };
  }),
  ...FAILED.map(([name, protocol, text]) => ({ name, protocol, bytes: bytesOf(text) })),
];
const BYTES = ALL.map(({ bytes }) => bytes);
/** How often a mutant is also flooded, which takes 5 MB each time. */
const FLOOD_EACH = 200;
const FLOOD = 'x'.repeat(1_000_000);

export interface MutantCounts {
  complete: number;
  errors: Record<string, number>;
}

/**
 * Makes and reads so many mutants of the recorded answers, and checks of each:
 * reading it throws nothing; it ends complete or with an error, never both or
 * neither; complete only where its text still holds an end mark of its protocol;
 * the same however it is cut into reads; and, now and then, that a flood without
 * end behind it is given up.
 * @throws Error that names the seed of the first mutant for which this does not hold.
 */
export function readMutants(from: number, to: number): MutantCounts {
  const counts: MutantCounts = { complete: 0, errors: {} };
  for (let seed = from; seed < to; seed += 1) {
    const chance = chanceOf(seed);
    const recorded = ALL[Math.floor(chance() * ALL.length)];
    if (recorded === undefined) throw new Error('There is no such recording.');
    const mutant = mutate(recorded.bytes, chance, BYTES);
    try {
      const { complete, error } = look(recorded, mutant, chance);
      if (complete) counts.complete += 1;
      else counts.errors[`${error}`] = (counts.errors[`${error}`] ?? 0) + 1;
      if (seed % FLOOD_EACH === 0) flood(recorded, mutant);
    } catch (cause) {
      throw new Error(`Mutant ${seed} of ${recorded.name}: ${cause}`, { cause });
    }
  }
  return counts;
}

function look(recorded: Whole, mutant: Uint8Array, chance: Chance): Played {
  const text = new TextDecoder().decode(mutant);
  const read = (cuts: number[]) =>
    isMessages(recorded.protocol)
      ? playTexts(recorded.protocol, text.split('\n'))
      : play(recorded.protocol, mutant, cuts);
  const whole = read([]);
  const { complete, error, times } = whole;
  if (complete !== (error === undefined)) throw new Error(`complete is ${complete}, and the error ${error}`);
  if (complete && !holdsEnd(recorded, text)) throw new Error('complete without an end mark');
  if (times.iclMs.length !== Math.max(0, times.chunks - 1)) throw new Error('not a gap a chunk');
  for (const value of Object.values(times))
    if (typeof value === 'number' && !(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new Error(`${value} is no measurement`);
  const cuts = Array.from({ length: 1 + Math.floor(chance() * 12) }, () =>
    Math.floor(chance() * mutant.length),
  );
  if (!isDeepStrictEqual(timeless(read(cuts)), timeless(whole))) throw new Error(`other when cut at ${cuts}`);
  return whole;
}

/** By means other than those of the reader: whether the text may be a whole answer at all. */
function holdsEnd({ protocol }: Whole, text: string): boolean {
  if (protocol === 'json' || protocol === 'kserve-v2') {
    try {
      JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch {
      return false;
    }
  }
  return END_MARKS[protocol].test(text);
}

/** What does not depend on the reads. */
function timeless({ times, findings, complete, error }: Played): unknown {
  const { events, chunks, keepAlives, finishReason, tokensOut, inputTokens } = times;
  return { findings, complete, error, events, chunks, keepAlives, finishReason, tokensOut, inputTokens };
}

function flood(recorded: Whole, mutant: Uint8Array): void {
  const answer = new AnswerStream(protocolOf(recorded.protocol), millis(0));
  const text = new TextDecoder().decode(mutant);
  for (const part of isMessages(recorded.protocol) ? text.split('\n') : [text]) answer.feed(part, millis(1));
  for (let i = 0; i < 5; i += 1) answer.feed(FLOOD, millis(2));
  if (!answer.done) throw new Error('not given up after 5,000,000 characters without an end');
}
