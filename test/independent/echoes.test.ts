import { expect, it } from 'vitest';
import { echoWords, stallWords } from '../../src/ui/echo-words.ts';
import { batchesOf, echoSamples } from '../core/link/echoes.ts';
import { campaignOf, planOf, specOf } from '../report/samples.ts';
import { exported } from './exported.ts';
import { recompute } from './recompute.mjs';

const HEADING = 'Did messages wait for others?';
const plan = planOf({
  probes: [{ kind: 'websocket', name: 'echo', url: 'wss://host/echo', intervalMs: 50 }],
});

it.each([
  ['none lost', []],
  ['one lost', [100]],
])('the messages that broke with their connection come out again: %s', (_name, lost: readonly number[]) => {
  const samples = echoSamples(
    Array.from({ length: 1000 }, (_, i) => ({
      sentMs: i * 50,
      upMs: 20,
      downMs: 20,
      outcome: lost.includes(i) ? 'timeout' : i >= 500 && i < 503 ? 'failed' : 'ok',
    })),
  );
  const probes = [{ spec: specOf(plan), batches: batchesOf(samples) }];
  const { report, texts } = exported({ campaign: campaignOf(plan), events: [], probes });
  const echo = report.probes[0]?.echo;
  if (echo === undefined) throw new Error('The report says nothing of the messages.');
  const wrongIn = (sentences: string[]) =>
    recompute(texts, {
      zone: 'UTC',
      tab: 'echo',
      probes: [{ name: 'echo', kind: 'websocket', timeoutMs: 5000 }],
      typed: {},
      sections: { [HEADING]: { sentences, tables: [] } },
    }).wrong.map(({ where }) => where);
  const said = [stallWords(echo.stalls), echoWords(echo)];
  expect(said[1]).toContain('3 more were under way');
  expect(wrongIn(said)).toEqual([]);
  expect(wrongIn(said.map((words) => words.replace('3 more', '2 more')))).toEqual(['echoes']);
});

it('of messages that all broke with their connection, none is called lost or not', () => {
  const samples = echoSamples(
    Array.from({ length: 30 }, (_, i) => ({ sentMs: i * 50, upMs: 20, downMs: 20, outcome: 'failed' })),
  );
  const probes = [{ spec: specOf(plan), batches: batchesOf(samples) }];
  const { report } = exported({ campaign: campaignOf(plan), events: [], probes });
  const echo = report.probes[0]?.echo;
  if (echo === undefined) throw new Error('The report says nothing of the messages.');
  expect(echoWords(echo)).toBe(
    'Whether any of 30 messages was lost is not known: the connection broke under all of them.',
  );
  expect(echoWords({ ...echo, sent: 0, broken: 0 })).toBe('No message was sent.');
});
