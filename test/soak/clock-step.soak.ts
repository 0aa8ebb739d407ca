import { setTimeout as wait } from 'node:timers/promises';
import { ensureBuilt } from '../../src/commands/build.ts';
import { startTarget, type Target } from '../../src/target/target.ts';
import { openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { numbersOf, type Row, rowsOf } from '../e2e/csv.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { createStepClock, type StepClock } from '../support/step-clock.ts';

/**
 * The wall clock of a real browser is set forward and back while it measures: no duration moves,
 * and each step ahead becomes one interval with the cause `clock-step`. Wants Linux and a C
 * compiler; where they are missing it says so, and the engine's own tests stand alone.
 */
export const unit = 'steps ahead and back in each browser';
export const shortAmount = 1;

const AHEAD_MS = 90_000;
const BACK_MS = -40_000;
/** Server time is built upon once it agreed with itself for some seconds. */
const SETTLE_MS = 6000;
/** A round trip on the loopback takes nothing near this, and a step is far more. */
const LONGEST_MS = 2000;

export async function soak(steps = 10, tell: (line: string) => void): Promise<void> {
  await ensureBuilt(process.cwd());
  const target = await startTarget({ host: '127.0.0.1' });
  try {
    const runs = await Promise.allSettled(
      BROWSER_KINDS.map(async (kind) => {
        const clock = createStepClock();
        if (clock === undefined) {
          tell(`${kind}: the wall clock was not set: that takes Linux and a C compiler (cc).`);
          return;
        }
        try {
          await soakIn(kind, target, clock, steps, tell);
        } finally {
          clock.close();
        }
      }),
    );
    for (const run of runs) if (run.status === 'rejected') throw run.reason;
  } finally {
    await target.close();
  }
}

async function soakIn(
  kind: BrowserKind,
  target: Target,
  clock: StepClock,
  steps: number,
  tell: (line: string) => void,
): Promise<void> {
  const bench = await openApp(kind, 9, process.cwd(), { launch: { env: clock.env } });
  try {
    const { page } = bench;
    const url = `${target.url.replace('http', 'ws')}/echo`;
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Steps',
      durationS: 86_400,
      probes: [
        { kind: 'websocket', name: 'echo', url, subprotocol: 'dishprobe.echo.v1', intervalMs: 100 },
        { kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 500 },
      ],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    for (let step = 1; step <= steps; step += 1) {
      await wait(SETTLE_MS);
      clock.stepBy(AHEAD_MS);
      await wait(SETTLE_MS);
      clock.stepBy(BACK_MS);
    }
    await wait(SETTLE_MS);
    await shows(page, 'clock was set forward');
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
    await press(page, 'Report', 'link');
    const samples = rowsOf((await bench.download('Export samples CSV')).text);
    const outages = rowsOf((await bench.download('Export outages CSV')).text);
    tell(
      `${kind}: ${steps} steps of ${AHEAD_MS / 1000} s and ${BACK_MS / 1000} s; ${told(samples, outages)}`,
    );
    refuse(kind, samples, outages, steps);
    if (bench.faults.length > 0) throw new Error(`${kind}: uncaught errors: ${bench.faults.join(' ')}`);
  } finally {
    await bench.close();
  }
}

function told(samples: readonly Row[], outages: readonly Row[]): string {
  const causes = outages.map((row) => `${row.kind} ${row.cause} ${row.duration_s} s`).join(', ');
  return `${samples.length} due times, slowest ${slowest(samples).toFixed(1)} ms; intervals: ${causes}`;
}

const slowest = (samples: readonly Row[]) => Math.max(...numbersOf(samples, 'response_ms'));

function refuse(kind: string, samples: readonly Row[], outages: readonly Row[], steps: number): void {
  const wrong = outages.filter((row) => row.kind !== 'unmeasured' || row.cause !== 'clock-step');
  if (wrong.length > 0 || outages.length !== steps)
    throw new Error(
      `${kind}: ${steps} steps became ${outages.length} intervals, ${wrong.length} of them wrong.`,
    );
  if (slowest(samples) > LONGEST_MS)
    throw new Error(`${kind}: a step of the wall clock is in a response time.`);
  const refused = samples.filter((row) => row.outcome !== 'ok' && row.outcome !== 'unmeasured');
  if (refused.length > 0) throw new Error(`${kind}: ${refused.length} due times were lost to a step.`);
  for (const probe of ['echo', 'ping']) {
    const seqs = numbersOf(
      samples.filter((row) => row.probe === probe),
      'seq',
    );
    if (seqs.some((seq, i) => seq !== i))
      throw new Error(`${kind}: ${probe} lacks a due time, or has one twice.`);
  }
}
