import { type AppBench, byRole, openApp, openPlanLink, press, shows, statusIs } from '../../e2e/app.ts';
import { numbersOf, quantile, rowsOf } from '../../e2e/csv.ts';
import type { BrowserKind } from '../../support/browsers.ts';
import { type EchoLog, startEchoLog } from './echo-log.ts';
import { newestEndEpochMs, readStored, refuseDamage } from './stored.ts';

const CHUNK = 2048;
const NAME = 'Kills';
const TELL_EVERY = 20;

export interface KillPlan {
  kills: number;
  intervalMs: number;
  /** Aim at the moment at which a chunk is sealed, instead of at any. */
  atSealing: boolean;
  random: () => number;
  tell: (line: string) => void;
}

export interface KillFigures {
  samples: number;
  chunks: number;
  /** For each kill: what of the answered samples was lost, in ms before the kill. */
  lostMs: number[];
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Kills a measuring browser again and again, and goes on each time. After each kill the record is
 * held against `refuseDamage`, and what is lost against the endpoint's own log; at the end the whole
 * campaign is exported, for which every checksum is proved.
 * @throws Error where a sample is lost that was older than a second, damaged, or there twice.
 */
export async function killWhileWriting(
  kind: BrowserKind,
  { kills, intervalMs, atSealing, random, tell }: KillPlan,
): Promise<KillFigures> {
  const echo = await startEchoLog();
  const bench = await openApp(kind);
  const figures: KillFigures = { samples: 0, chunks: 0, lostMs: [] };
  try {
    const probe = { kind: 'websocket', name: 'echo', url: echo.url, intervalMs } as const;
    await openPlanLink(bench.page, bench.app.url, {
      dishprobePlan: 1,
      name: NAME,
      durationS: 864_000,
      probes: [probe],
    });
    await press(bench.page, 'Start campaign');
    for (let kill = 1; kill <= kills; kill += 1) {
      await measuring(bench);
      await wait(atSealing ? await untilSealingMs(bench, intervalMs, random) : 300 + 2500 * random());
      const killedEpochMs = Date.now();
      await bench.killAndReopen();
      figures.lostMs.push(await lookAfterKill(bench, echo, killedEpochMs));
      if (kill % TELL_EVERY === 0)
        tell(`${kill} kills, at most ${Math.round(Math.max(...figures.lostMs))} ms lost`);
      echo.forget();
      await press(bench.page, 'Go on');
    }
    await measuring(bench);
    await press(bench.page, 'Stop campaign');
    await statusIs(bench.page, 'Stopped');
    const stored = await readStored(bench.page, NAME);
    figures.samples = refuseDamage(stored).samples;
    figures.chunks = stored.chunks.length;
    await refuseWrongExport(bench, figures.samples, intervalMs);
    if (bench.faults.length > 0) throw new Error(`The page failed: ${bench.faults.join('; ')}`);
    return figures;
  } finally {
    await bench.close();
    await echo.close();
  }
}

async function measuring(bench: AppBench): Promise<void> {
  await statusIs(bench.page, 'Running');
  await shows(bench.page, 'Answers are arriving.');
}

/** What was answered and is not stored, from the oldest of it up to the kill. */
async function lookAfterKill(bench: AppBench, echo: EchoLog, killedEpochMs: number): Promise<number> {
  const stored = await readStored(bench.page, NAME);
  refuseDamage(stored);
  const newest = newestEndEpochMs(stored);
  // Clocks of two processes, and an answer that is on its way.
  const lost = echo.answeredEpochMs.filter((at) => at > newest + 5 && at <= killedEpochMs);
  return killedEpochMs - (lost[0] ?? killedEpochMs);
}

/** Time until the next chunk is full, and up to 1.2 s after that. */
async function untilSealingMs(bench: AppBench, intervalMs: number, random: () => number): Promise<number> {
  const { hot, seals } = await readStored(bench.page, NAME);
  const [newest] = hot.slice(-1);
  const seq = newest?.seq ?? seals.at(-1)?.[1] ?? 0;
  const sealedTo = (seals.at(-1)?.[1] ?? -1) + 1;
  const ripeSeq = sealedTo + CHUNK * Math.max(1, Math.ceil((seq + 1 - sealedTo) / CHUNK));
  const sinceMs = newest === undefined ? 0 : Date.now() - newest.dueEpochMs;
  return Math.max(0, (ripeSeq - seq) * intervalMs - sinceMs) + 1200 * random();
}

async function refuseWrongExport(bench: AppBench, samples: number, intervalMs: number): Promise<void> {
  await press(bench.page, 'Report', 'link');
  await byRole(bench.page, 'button', 'Export samples CSV');
  await shows(bench.page, 'How it was measured');
  const text = await bench.page.evaluate(() => document.body.innerText);
  if (text.includes('are damaged')) throw new Error('The report names damaged samples.');
  const rows = rowsOf((await bench.download('Export samples CSV')).text);
  if (rows.length !== samples) throw new Error(`${samples} samples are stored, ${rows.length} exported.`);
  const seqs = numbersOf(rows, 'seq');
  if (seqs.some((seq, i) => seq !== i)) throw new Error('The numbering of the export has a gap or a repeat.');
  const answered = rows.filter(({ outcome }) => outcome === 'ok');
  if (quantile(numbersOf(answered, 'response_ms'), 0.5) > 20 * intervalMs)
    throw new Error('The times are wrong.');
  const due = numbersOf(rows, 'due_epoch_ms');
  if (due.some((at, i) => at < (due[i - 1] ?? 0))) throw new Error('Due times go back.');
}
