import { borrowing } from '../pack/recent.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { type EpochMillis, epochMillis } from '../units.ts';
import { directionOf, type StallDirection, type UsualTimes, usualTimes } from './stalls-usual.ts';

/** One message that was held up on a standing connection, and those that waited behind it. */
export interface Stall {
  /** When the first message that was held was sent. */
  startEpochMs: EpochMillis;
  /** How long the first waited for its echo, in ms: from `startEpochMs` to the release. */
  durationMs: number;
  /** Messages, the first one included. */
  held: number;
  /** Where most of the waiting was; absent where the server gives no times. */
  direction?: StallDirection | undefined;
}

/** The first message waits at least twice as long as usual, and this much longer, in ms. */
const MORE_THAN_USUAL_MS = 50;
/** Those behind it still waited longer than usual by this (or a quarter of the usual, if that is more). */
const HELD_MS = 5;
/** Echoes of one release come within this time, and a quarter of the time in which they were sent. */
const BUNCH_MS = 5;
const SQUEEZE = 4;
/** Messages sent within a shorter time would come together anyway. */
const LEAST_SENDING_MS = 20;

interface Run {
  headSentMs: number;
  headArrivalMs: number;
  startEpochMs: number;
  lastSentMs: number;
  held: number;
  upMs: number;
  downMs: number;
}

/**
 * Finds head-of-line stalls: a standing connection delivers in order, so that
 * while one message is held up (a lost packet that TCP repairs, a link that
 * stands still), all behind it wait, and come at once when it comes.
 *
 * In the data that is a run of echoes, in the order of sending, whose first took
 * at least twice the usual service time (median of the answered) and 50 ms more
 * than that time; of which each took longer than usual; and which arrived
 * bunched: in a quarter of the time in which they were sent, give or take 5 ms.
 * A way that is merely slow for a while keeps the spacing of what was sent, and
 * makes no stall. One message alone shows none either: nothing waited behind it.
 * Messages that never came are passed over; a broken connection and unmeasured
 * time end a run. Works on due, late and response times alone. With one-way
 * delays (`withoutDrift`, one-way.ts), the direction is told as well. `batches`
 * are in the order of `seq`; stalls come in the order of time. O(n).
 */
export function findStalls(batches: readonly SampleBatch[]): Stall[] {
  return borrowing(() => stallsOf(batches));
}

function stallsOf(batches: readonly SampleBatch[]): Stall[] {
  const usual = usualTimes(batches);
  if (usual === undefined) return [];
  const stalls: Stall[] = [];
  let run: Run | undefined;
  const end = () => {
    if (run !== undefined && run.lastSentMs - run.headSentMs >= LEAST_SENDING_MS) stalls.push(stallOf(run));
    run = undefined;
  };
  for (const batch of batches) {
    const { count, outcome } = batch;
    const echoAt = echoReader(batch);
    for (let i = 0; i < count; i++) {
      const kind = KINDS[outcome[i] ?? 0];
      if (kind === 'break') end();
      if (kind !== 'answer') continue;
      const echo = echoAt(i);
      if (run !== undefined && waitedBehind(run, echo, usual)) {
        add(run, echo, usual);
        continue;
      }
      end();
      if (echo.waitMs - usual.serviceMs < Math.max(MORE_THAN_USUAL_MS, usual.serviceMs)) continue;
      run = begin(echo);
      add(run, echo, usual);
    }
  }
  end();
  return stalls;
}

type Kind = 'answer' | 'pass' | 'break';
/** By the stored outcome. What failed was on a connection that broke. */
const KINDS: readonly Kind[] = [
  'pass',
  ...OUTCOMES.map((outcome): Kind => {
    if (outcome === 'ok' || outcome === 'late') return 'answer';
    return outcome === 'failed' || outcome === 'unmeasured' ? 'break' : 'pass';
  }),
];

interface Echo {
  sentMs: number;
  arrivalMs: number;
  waitMs: number;
  sentEpochMs: number;
  upMs: number;
  downMs: number;
}

function echoReader({ dueMonoMs, dueEpochMs, lateMs, numbers }: SampleBatch): (row: number) => Echo {
  const { responseMs, owdUpMs, owdDownMs } = numbers;
  return (i) => {
    const due = dueMonoMs[i] ?? Number.NaN;
    const late = lateMs[i] || 0;
    const response = responseMs?.[i] ?? Number.NaN;
    return {
      sentMs: due + late,
      arrivalMs: due + response,
      waitMs: response - late,
      sentEpochMs: (dueEpochMs[i] ?? Number.NaN) + late,
      upMs: owdUpMs?.[i] ?? Number.NaN,
      downMs: owdDownMs?.[i] ?? Number.NaN,
    };
  };
}

function waitedBehind(run: Run, echo: Echo, { serviceMs }: UsualTimes): boolean {
  const sentAfter = echo.sentMs - run.headSentMs;
  const cameAfter = echo.arrivalMs - run.headArrivalMs;
  if (sentAfter < 0 || cameAfter < -BUNCH_MS || cameAfter > BUNCH_MS + sentAfter / SQUEEZE) return false;
  return echo.waitMs > serviceMs + Math.max(HELD_MS, serviceMs / 4);
}

function begin(echo: Echo): Run {
  return {
    headSentMs: echo.sentMs,
    headArrivalMs: echo.arrivalMs,
    startEpochMs: echo.sentEpochMs,
    lastSentMs: echo.sentMs,
    held: 0,
    upMs: 0,
    downMs: 0,
  };
}

function add(run: Run, echo: Echo, usual: UsualTimes): void {
  run.lastSentMs = echo.sentMs;
  run.held += 1;
  // NaN where the server gives no times, and then the whole sum is.
  run.upMs += Math.max(0, echo.upMs - usual.upMs);
  run.downMs += Math.max(0, echo.downMs - usual.downMs);
}

function stallOf(run: Run): Stall {
  return {
    startEpochMs: epochMillis(run.startEpochMs),
    durationMs: run.headArrivalMs - run.headSentMs,
    held: run.held,
    direction: directionOf(run.upMs, run.downMs),
  };
}
