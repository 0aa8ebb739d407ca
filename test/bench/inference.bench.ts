import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { numbersOf, quantile, type Row, rowsOf } from '../e2e/csv.ts';
import { endedSchema, openedSchema } from '../support/bench-messages.ts';
import type { BrowserKind } from '../support/browsers.ts';
import { type Child, startChild } from '../support/child.ts';
import { type LlamaServer, startLlama } from '../support/llama/start.ts';
import { type RawStreamSample, rawStreamSamplesSchema } from '../support/raw-stream-messages.ts';
import type { Tapped } from '../support/stream-tap.ts';
import { browsersFromEnv, wholeFromEnv } from './settings.ts';

const RTT_MS = 50;
const INTERVAL_MS = 600;
const MAX_TOKENS = 24;
const PROMPT = 'Say in one sentence what a dish does.';
const READER = 'reader on a raw socket in Node, the same server and link, the same minutes';
const TAP = 'reader in Node at the near end of the link, the very same requests';
/** Within 2 ms or 2 %, whichever is more. */
const GOAL = { ms: 2, share: 0.02 };
/** The app's column, and what the reader calls it. The `wire` ones leave out what the browser itself took. */
const METRICS = [
  ['wire_ttft_ms', 'ttftMs'],
  ['ttft_ms', 'ttftMs'],
  ['tpot_ms', 'tpotMs'],
  ['wire_e2e_ms', 'e2eMs'],
  ['e2e_ms', 'e2eMs'],
] as const;
const PERCENTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
] as const;

/** Whether token times agree with those that an independent reader has of the same llama.cpp server, over an emulated link. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const seconds = wholeFromEnv('BENCH_SECONDS', 180, 20);
  const llama = await startLlama({ slots: 2, yielding: true });
  const [link, raw] = await Promise.all([
    startChild('test/support/link-process.ts'),
    startChild('test/support/raw-stream-process.ts'),
  ]);
  try {
    for (const kind of browsersFromEnv()) {
      for (const row of compare(await measure(kind, { llama, link, raw }, seconds)))
        emit({ ...row, metric: `${kind}: ${row.metric}` });
    }
  } finally {
    await Promise.all([link.close(), raw.close()]);
    await llama.close();
  }
}

/** Rows of the app, what the reader had beside it, and what passed of the app's own requests. */
interface Run {
  rows: Row[];
  truth: RawStreamSample[];
  tapped: Tapped[];
}

interface Parts {
  llama: LlamaServer;
  link: Child;
  raw: Child;
}

async function measure(kind: BrowserKind, { llama, link, raw }: Parts, seconds: number): Promise<Run> {
  process.stderr.write(`${kind}: a campaign of ${seconds} s, and the raw reader beside it\n`);
  const server = { port: Number(new URL(llama.url).port) };
  const { port, rawPort } = await link.ask('open', { server, rttMs: RTT_MS }, openedSchema);
  const app = await openApp(kind);
  let ended = false;
  try {
    const path = '/v1/chat/completions';
    await openPlanLink(app.page, app.app.url, {
      dishprobePlan: 1,
      name: 'Inference',
      durationS: seconds,
      probes: [
        {
          kind: 'chat',
          name: 'chat',
          protocol: 'openai',
          url: `http://127.0.0.1:${port}${path}`,
          model: llama.model,
          prompt: PROMPT,
          maxTokens: MAX_TOKENS,
          intervalMs: INTERVAL_MS,
          jitter: 0,
          warmUp: 3,
        },
      ],
    });
    await press(app.page, 'Start campaign');
    await statusIs(app.page, 'Running');
    // In turn with the app, so that neither waits for the other's answer.
    await wait(INTERVAL_MS / 2);
    const body = JSON.stringify({
      model: llama.model,
      messages: [{ role: 'user', content: PROMPT }],
      max_tokens: MAX_TOKENS,
      stream: true,
      stream_options: { include_usage: true },
    });
    await raw.ask('start', { port: rawPort, path, body, intervalMs: INTERVAL_MS }, v.undefined());
    await link.ask('begin', { delay: RTT_MS, holds: [] }, v.undefined());
    await wait(seconds * 1000);
    const truth = await raw.ask('stop', undefined, rawStreamSamplesSchema);
    await statusIs(app.page, 'Finished');
    await press(app.page, 'Report', 'link');
    await shows(app.page, 'chat');
    const rows = rowsOf((await app.download('Export samples CSV')).text);
    if (app.faults.length > 0) throw new Error(`The app met uncaught errors: ${app.faults.join(' ')}`);
    ended = true;
    const { streams } = await link.ask('end', undefined, endedSchema);
    return { rows, truth, tapped: streams.filter((stream) => stream.port === port) };
  } finally {
    await app.close();
    if (!ended) await link.ask('end', undefined, endedSchema);
  }
}

/**
 * Warm connections alone: what a new one costs is the browser's choice. Where the
 * server hides which are new, those of the warm-up are.
 */
function compare({ rows, truth, tapped }: Run): BenchRow[] {
  const ours = rows.filter(
    (row) => row.outcome === 'ok' && row.warm_up === 'false' && row.new_connection !== 'true',
  );
  const theirs = truth.filter(({ outcome, newConnection }) => outcome === 'ok' && !newConnection);
  const pairs = paired(ours, tapped);
  const answered = rows.filter(({ outcome }) => outcome === 'ok').length / rows.length;
  const rowsOfAll = METRICS.flatMap(([column, key]) => [
    ...agreement(
      column,
      READER,
      numbersOf(ours, column),
      theirs.flatMap((sample) => sample[key] ?? []),
    ),
    ...agreement(
      `${column}, same requests`,
      TAP,
      numbersOf(
        pairs.map(([row]) => row),
        column,
      ),
      pairs.flatMap(([, stream]) => stream[key] ?? []),
    ),
  ]);
  return [
    ...rowsOfAll,
    { metric: 'requests answered', value: answered, unit: 'share' },
    { metric: 'same requests', value: pairs.length, unit: 'requests', peer: 'all', peerValue: ours.length },
  ];
}

function agreement(column: string, peer: string, values: number[], peerValues: number[]): BenchRow[] {
  return PERCENTILES.flatMap(([label, p]): BenchRow[] => {
    const value = quantile(values, p);
    const peerValue = quantile(peerValues, p);
    const allowed = Math.max(GOAL.ms, GOAL.share * peerValue);
    const metric = `${label} of ${column}`;
    const off = Math.abs(value - peerValue);
    return [
      { metric, value, unit: 'ms', peer, peerValue },
      { metric: `${metric}: distance`, value: off, unit: 'ms', peer: 'goal', peerValue: allowed },
    ];
  });
}

/** Each row with what the link saw of its request: the first that came there after it was sent. */
function paired(rows: Row[], tapped: Tapped[]): [Row, Tapped][] {
  return rows.flatMap((row): [Row, Tapped][] => {
    const sentEpochMs = Number(row.due_epoch_ms) + Number(row.late_ms);
    // The browser's wall clock has steps of a millisecond.
    const found = tapped.find(({ cameEpochMs }) => cameEpochMs >= sentEpochMs - 2);
    return found !== undefined && found.cameEpochMs < sentEpochMs + INTERVAL_MS / 2 ? [[row, found]] : [];
  });
}
