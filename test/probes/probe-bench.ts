import { checkPlan, type ProbeSpec } from '../../src/core/plan.ts';
import type { Clock, Probe, ProbeNote } from '../../src/core/probe.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, type Millis, millis } from '../../src/core/units.ts';
import type { ProbeContext, SecretHeader } from '../../src/probes/context.ts';
import { createProbe } from '../../src/probes/create-probe.ts';
import { ResourceTimings } from '../../src/probes/resource-timings.ts';
import { createClock } from '../../src/worker/clock.ts';

/** One real probe on the real clock of this page, fired by hand. */
export interface ProbeBench {
  probe: Probe;
  clock: Clock;
  notes: ProbeNote[];
  simulated: string[];
  timings: ResourceTimings;
  /** Fires and resolves with the first report on that shot. */
  fire(sentMonoMs?: Millis): Promise<Sample>;
  /** Resolves with the next report whatever it is of. */
  next(): Promise<Sample>;
}

/** The network of the page, where a test puts nothing in its place. */
export interface BenchOptions {
  secret?: SecretHeader;
  fetch?: typeof fetch;
  WebSocket?: typeof WebSocket;
  serverTime?: ProbeContext['serverTime'];
  /** Called with each sample, in the place of all that the app does with one. */
  onSample?: (sample: Sample) => void;
}

export function specOf(spec: object): ProbeSpec {
  const probe = { name: 'p', intervalMs: 1000, ...spec };
  const result = checkPlan({ dishprobePlan: 1, name: 'bench', durationS: 60, probes: [probe] });
  const [first] = result.ok ? result.plan.probes : [];
  if (first === undefined) throw new Error(JSON.stringify(result));
  return first;
}

/** A probe whose connections have not been opened. */
export function createBench(spec: object, options: BenchOptions = {}): ProbeBench {
  const clock = createClock();
  const notes: ProbeNote[] = [];
  const simulated: string[] = [];
  const timings = new ResourceTimings(clock);
  let waiting: ((sample: Sample) => void)[] = [];
  const backlog: Sample[] = [];
  const probe = createProbe(specOf(spec), {
    clock,
    sink: (sample) => {
      options.onSample?.(sample);
      const [first, ...rest] = waiting;
      waiting = rest;
      if (first === undefined) backlog.push(sample);
      else first(sample);
    },
    note: (note) => notes.push(note),
    timings,
    fetch: options.fetch ?? fetch.bind(globalThis),
    WebSocket: options.WebSocket ?? WebSocket,
    secret: options.secret,
    ...(options.serverTime === undefined ? {} : { serverTime: options.serverTime }),
    simulated: (label) => simulated.push(label),
  });
  const next = () => {
    const known = backlog.shift();
    return known === undefined
      ? new Promise<Sample>((resolve) => waiting.push(resolve))
      : Promise.resolve(known);
  };
  let seq = 0;
  const fire = (sentMonoMs = clock.now()) => {
    const dueEpochMs = epochMillis(clock.epochNow());
    const dueMonoMs = millis(sentMonoMs - 1);
    probe.fire({ seq: seq++, dueMonoMs, dueEpochMs, sentMonoMs, lateMs: millis(1) });
    return next();
  };
  return { probe, clock, notes, simulated, timings, fire, next };
}

export async function openProbe(spec: object, options: BenchOptions = {}): Promise<ProbeBench> {
  const bench = createBench(spec, options);
  await bench.probe.open();
  return bench;
}
