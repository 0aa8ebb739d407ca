import type { BenchRow } from '../../src/commands/bench-row.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import { checkPlan, type Plan } from '../../src/core/plan.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { LiveView } from '../../src/worker/live-view.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { wholeFromEnv } from './settings.ts';

const START_MS = Date.UTC(2026, 4, 1);
const GOAL_MS = 5;
/** Looks that are timed: ten minutes of one a second, so that what is made once a minute is among them. */
const LOOKS = 600;
const GOAL = { unit: 'ms', peer: 'goal', peerValue: GOAL_MS };

/**
 * What each second's look of the live view takes at the end of a long campaign:
 * percentiles, time line, verdict, outages, and the copy that goes to the page. It
 * runs in Node, whose engine is Chromium's, since the view has neither DOM nor database.
 */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const hours = wholeFromEnv('BENCH_HOURS', 168, 1);
  const seconds = hours * 3600;
  const plan = planOf(seconds);
  const view = new LiveView(campaignOf(plan), { outages: [], events: [] });
  const sampleAt = sampler();
  const takes: number[] = [];
  let samples = 0;
  for (let second = 0; second < seconds; second += 1) {
    const nowMs = START_MS + (second + 1) * 1000;
    plan.probes.forEach(({ intervalMs }, index) => {
      const end = Math.floor(((second + 1) * 1000) / intervalMs);
      for (let seq = Math.floor((second * 1000) / intervalMs); seq < end; seq += 1, samples += 1)
        view.sample(index, sampleAt(seq, START_MS + seq * intervalMs, plan.probes[index]?.kind === 'chat'));
    });
    view.settle(nowMs);
    if (second < seconds - LOOKS) continue;
    const from = performance.now();
    structuredClone(
      view.snapshot({ bytes: 0, lanes: [], silentSinceEpochMs: undefined }, 'running', nowMs, []),
    );
    takes.push(performance.now() - from);
  }
  takes.sort((a, b) => a - b);
  const at = (share: number) => takes[Math.ceil(takes.length * share) - 1] ?? Number.NaN;
  const after = `a look after ${hours} h and ${samples} samples`;
  emit({ metric: `median of ${after}`, value: at(0.5), ...GOAL });
  emit({ metric: `p99 of ${after}`, value: at(0.99), ...GOAL });
  emit({ metric: `longest of ${after}`, value: at(1), ...GOAL });
}

function planOf(durationS: number): Plan {
  const result = checkPlan({
    dishprobePlan: 1,
    name: 'Live',
    durationS,
    limits: [
      { metric: 'response', ms: 60, share: 0.95, probes: ['ping'] },
      { metric: 'rtt', ms: 60, share: 0.95 },
      { metric: 'ttft', ms: 450, share: 0.95 },
    ],
    probes: [
      { kind: 'http', name: 'ping', url: 'https://bench.invalid/', intervalMs: 200 },
      { kind: 'websocket', name: 'echo', url: 'wss://bench.invalid/', intervalMs: 1000 },
      { kind: 'chat', name: 'chat', protocol: 'openai', url: 'https://bench.invalid/v1', intervalMs: 30_000 },
    ],
  });
  if (!result.ok) throw new Error(`The plan of the bench is wrong: ${JSON.stringify(result.problems)}`);
  return result.plan;
}

function campaignOf(plan: Plan): Campaign {
  return {
    id: 'bench-live',
    plan,
    state: 'running',
    createdEpochMs: epochMillis(START_MS),
    startedEpochMs: epochMillis(START_MS),
    seed: 1,
    simulated: [],
    bytes: 0,
  };
}

/** Round trips that move with each 15 s, a heavy tail, single losses, and ten seconds of silence in each two hours. */
function sampler(): (seq: number, dueMs: number, isChat: boolean) => Sample {
  const random = seededRandom(7);
  let slot = 0;
  let level = 40;
  return (seq, dueMs, isChat) => {
    const now = Math.floor(dueMs / 15_000);
    if (now !== slot) {
      slot = now;
      level = 28 + 30 * random();
    }
    const due = {
      seq,
      dueEpochMs: epochMillis(dueMs),
      dueMonoMs: millis(dueMs - START_MS),
      lateMs: millis(0.3),
    };
    if (random() < 0.004 || dueMs % 7_200_000 < 10_000) return { ...due, outcome: 'timeout' };
    const rttMs = millis(level + 12 * random() ** 3 + (random() < 0.01 ? 20 / random() ** 0.7 : 0));
    const responseMs = millis(isChat ? 20 * rttMs : rttMs + 0.4);
    const readings = isChat ? { ttftMs: millis(8 * rttMs), e2eMs: responseMs } : { rttMs };
    return { ...due, ...readings, outcome: 'ok', responseMs, serviceMs: millis(responseMs - 0.3) };
  };
}
