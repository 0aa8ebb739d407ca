import type { CampaignEvent } from '../../src/core/campaign.ts';
import { checkPlan, type Plan } from '../../src/core/plan.ts';
import type { Probe, SampleSink, Shot } from '../../src/core/probe.ts';
import type { Sample } from '../../src/core/sample.ts';
import { millis } from '../../src/core/units.ts';
import { CampaignRun } from '../../src/engine/campaign-run.ts';
import type { RunEnd, RunInput } from '../../src/engine/run-ports.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** How the far end behaves: the delay of an answer in ms, or nothing for no answer at all. */
export type Answer = (shot: Shot) => number | undefined;

export interface Bench {
  clock: VirtualClock;
  run: CampaignRun;
  samples: Sample[][];
  /** The last report of each due time, in the order of `seq`. */
  final(probe?: number): Sample[];
  events: CampaignEvent[];
  knocks: number[];
  end(): RunEnd | undefined;
}

export interface BenchOptions {
  plan?: object;
  answer?: Answer;
  maxInFlight?: number;
  bytes?: number;
  /** What each answer says it came by. */
  protocol?: string;
  knock?: () => boolean;
  input?: Partial<RunInput>;
}

export function planOf(changes: object = {}): Plan {
  const result = checkPlan({
    dishprobePlan: 1,
    name: 'bench',
    durationS: 60,
    probes: [{ kind: 'websocket', name: 'echo', url: 'ws://host/echo', intervalMs: 100, timeoutMs: 5000 }],
    ...changes,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

/** An engine on virtual clocks against a far end that is a function. */
export function createBench(options: BenchOptions = {}): Bench {
  const clock = new VirtualClock();
  const plan = planOf(options.plan);
  const samples: Sample[][] = plan.probes.map(() => []);
  const events: CampaignEvent[] = [];
  const knocks: number[] = [];
  let ended: RunEnd | undefined;
  const run = new CampaignRun(
    {
      plan,
      seed: 7,
      bytes: 0,
      progress: plan.probes.map(() => ({ nextSeq: 0, holes: [] })),
      ...options.input,
    },
    {
      clock,
      createProbe: (spec, _index, sink) => fakeFarEnd(clock, options, spec.timeoutMs, sink, knocks),
      sample: (index, sample) => samples[index]?.push(sample),
      event: (event) => events.push(event),
      started: () => {},
    },
  );
  void run.done.then((end) => {
    ended = end;
  });
  const final = (probe = 0) => {
    const bySeq = new Map((samples[probe] ?? []).map((sample) => [sample.seq, sample]));
    return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  };
  return { clock, run, samples, final, events, knocks, end: () => ended };
}

function fakeFarEnd(
  clock: VirtualClock,
  { answer = () => 40, maxInFlight = 1000, bytes = 100, protocol, knock = () => false }: BenchOptions,
  timeoutMs: number,
  sink: SampleSink,
  knocks: number[],
): Probe {
  const report = (shot: Shot, outcome: 'ok' | 'late') => {
    const serviceMs = millis(clock.now() - shot.sentMonoMs);
    const responseMs = millis(clock.now() - shot.dueMonoMs);
    const { seq, dueEpochMs, dueMonoMs, lateMs } = shot;
    sink({
      seq,
      dueEpochMs,
      dueMonoMs,
      lateMs,
      outcome,
      responseMs,
      serviceMs,
      bytesUp: bytes,
      bytesDown: 0,
      protocol,
    });
  };
  return {
    maxInFlight,
    open: () => Promise.resolve(),
    fire(shot) {
      const { seq, dueEpochMs, dueMonoMs, lateMs } = shot;
      const delay = answer(shot);
      const expires = delay === undefined || delay > timeoutMs;
      if (expires) {
        const due = { seq, dueEpochMs, dueMonoMs, lateMs };
        clock.at(millis(shot.sentMonoMs + timeoutMs), () =>
          sink({ ...due, outcome: 'timeout', bytesUp: bytes }),
        );
      }
      if (delay !== undefined)
        clock.at(millis(shot.sentMonoMs + delay), () => report(shot, expires ? 'late' : 'ok'));
    },
    knock() {
      knocks.push(clock.now());
      return Promise.resolve({ arrived: knock(), bytes: 500 });
    },
    close() {},
  };
}
