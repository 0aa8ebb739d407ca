import { expect, it } from 'vitest';
import { withoutDrift } from '../../src/core/link/one-way.ts';
import { dataDictionary } from '../../src/report/csv/data-dictionary.ts';
import { buildReport } from '../../src/report/report.ts';
import { oneWayRows, oneWayWords } from '../../src/ui/one-way-words.ts';
import { batchesOf, echoSamples, type MadeEcho } from '../core/link/echoes.ts';
import { campaignOf, planOf, specOf } from '../report/samples.ts';

const plan = planOf({
  durationS: 7200,
  probes: [{ kind: 'websocket', name: 'echo', url: 'wss://host/echo', intervalMs: 1000 }],
});

/** Two hours of an echo a second, the way up slower for a time. */
function rowsOf(slowFromS: number, slowToS: number) {
  const echoes = Array.from({ length: 7200 }, (_, i): MadeEcho => {
    const jitter = i % 8 === 0 ? 0 : (i % 5) * 2;
    const upMs = 20 + jitter + (i >= slowFromS && i < slowToS ? 40 : 0);
    return { sentMs: i * 1000, upMs, downMs: 20 + jitter };
  });
  const probes = [{ spec: specOf(plan), batches: withoutDrift(batchesOf(echoSamples(echoes))) }];
  const [probe] = buildReport({ campaign: campaignOf(plan), events: [], probes }).probes;
  return oneWayRows(probe?.rows ?? []);
}

const LIMIT = 'A direction that is slower for about an hour or longer does not show here.';

it('says which direction varies more, and what no such figure can show', () => {
  expect(oneWayWords(rowsOf(4000, 4900))).toBe(
    `Within the hour, the way to the server varies more than the way back. ${LIMIT}`,
  );
});

it('never calls both alike without saying that an hour of one slow direction is taken for the clocks’ drift', () => {
  const rows = rowsOf(3600, 7200);
  expect(rows.map(([, { max }]) => Math.round(max ?? 99))).toEqual([8, 8]);
  expect(oneWayWords(rows)).toBe(`Within the hour, both directions vary about alike. ${LIMIT}`);
});

it('says so in the data dictionary as well', () => {
  const words = dataDictionary();
  expect(words).toMatch(/owd_up_var_ms.*least one of the same hour/);
  expect(words).toMatch(/owd_up_var_ms.*slower for about an hour or longer does not show/);
});
