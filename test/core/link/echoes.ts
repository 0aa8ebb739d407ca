import { encodeBatch } from '../../../src/core/batch-codec.ts';
import type { Sample } from '../../../src/core/sample.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { T0 } from './world.ts';

/** One echo: when it was sent (ms after the start), the delays of both directions, and where the clocks stand. */
export interface MadeEcho {
  sentMs: number;
  upMs: number;
  downMs: number;
  /** Server clock less laptop clock, less the same at the start. */
  offsetMs?: number;
  /** Monotonic clock less its reading had nothing happened. */
  monoShiftMs?: number;
  /** Wall clock likewise. */
  epochShiftMs?: number;
  outcome?: 'ok' | 'late' | 'timeout' | 'failed' | 'unmeasured' | 'skipped';
}

/** Samples as an echo probe with server times makes them: sent 0.25 ms late, the first readings taken off. */
export function echoSamples(echoes: readonly MadeEcho[], timed = true): Sample[] {
  const first = echoes[0];
  const raw = ({ upMs, downMs, offsetMs = 0 }: MadeEcho) => ({
    up: upMs + offsetMs,
    down: downMs - offsetMs,
  });
  const zero = first === undefined ? { up: 0, down: 0 } : raw(first);
  return echoes.map((echo, seq): Sample => {
    const { sentMs, upMs, downMs, monoShiftMs = 0, epochShiftMs = 0, outcome = 'ok' } = echo;
    const due = {
      seq,
      dueMonoMs: millis(sentMs - 0.25 + monoShiftMs),
      dueEpochMs: epochMillis(T0 + sentMs - 0.25 + epochShiftMs),
    };
    if (outcome === 'skipped' || outcome === 'unmeasured') return { ...due, outcome };
    const sent = { ...due, lateMs: millis(0.25) };
    if (outcome === 'timeout') return { ...sent, outcome };
    if (outcome === 'failed') return { ...sent, outcome, error: 'aborted' };
    const { up, down } = raw(echo);
    return {
      ...sent,
      outcome,
      responseMs: millis(upMs + downMs + 0.25),
      serviceMs: millis(upMs + downMs),
      rttMs: millis(upMs + downMs),
      ...(timed ? { owdUpMs: millis(up - zero.up), owdDownMs: millis(down - zero.down) } : {}),
    };
  });
}

/** Batches of at most `size` samples. */
export function batchesOf(samples: readonly Sample[], size = 997): SampleBatch[] {
  const batches: SampleBatch[] = [];
  for (let at = 0; at < samples.length; at += size) batches.push(encodeBatch(samples.slice(at, at + size)));
  return batches;
}

/** The numbers of a column in the order of `seq`, NaN where there is none. */
export function column(batches: readonly SampleBatch[], key: 'owdUpMs' | 'owdDownMs'): number[] {
  return batches.flatMap(({ count, numbers }) => [
    ...(numbers[key] ?? new Float32Array(count).fill(Number.NaN)),
  ]);
}
