import { checkPlan, type ProbeSpec } from '../../src/core/plan.ts';
import type { Probe, ProbeNote } from '../../src/core/probe.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { createProbe } from '../../src/probes/create-probe.ts';
import { ResourceTimings } from '../../src/probes/resource-timings.ts';
import { createClock } from '../../src/worker/clock.ts';

/** One real probe on the real clock of this page, fired by hand. */
export interface ProbeBench {
  probe: Probe;
  notes: ProbeNote[];
  simulated: string[];
  /** Fires and resolves with the first report on that shot. */
  fire(): Promise<Sample>;
  /** Resolves with the next report whatever it is of. */
  next(): Promise<Sample>;
}

export function specOf(spec: object): ProbeSpec {
  const probe = { name: 'p', intervalMs: 1000, ...spec };
  const result = checkPlan({ dishprobePlan: 1, name: 'bench', durationS: 60, probes: [probe] });
  const [first] = result.ok ? result.plan.probes : [];
  if (first === undefined) throw new Error(JSON.stringify(result));
  return first;
}

export async function openProbe(
  spec: object,
  secret?: { header: string; value: string },
): Promise<ProbeBench> {
  const clock = createClock();
  const notes: ProbeNote[] = [];
  const simulated: string[] = [];
  let waiting: ((sample: Sample) => void)[] = [];
  const backlog: Sample[] = [];
  const probe = createProbe(specOf(spec), {
    clock,
    sink: (sample) => {
      const [first, ...rest] = waiting;
      waiting = rest;
      if (first === undefined) backlog.push(sample);
      else first(sample);
    },
    note: (note) => notes.push(note),
    timings: new ResourceTimings(clock),
    fetch: fetch.bind(globalThis),
    WebSocket,
    secret,
    simulated: (label) => simulated.push(label),
  });
  await probe.open();
  const next = () => {
    const known = backlog.shift();
    return known === undefined
      ? new Promise<Sample>((resolve) => waiting.push(resolve))
      : Promise.resolve(known);
  };
  let seq = 0;
  const fire = () => {
    const now = clock.now();
    const dueEpochMs = epochMillis(clock.epochNow());
    probe.fire({ seq: seq++, dueMonoMs: millis(now - 1), dueEpochMs, sentMonoMs: now, lateMs: millis(1) });
    return next();
  };
  return { probe, notes, simulated, fire, next };
}
