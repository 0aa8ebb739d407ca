import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Aimock, MOCK_TOKENS, startAimock } from '../support/aimock.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { DEFAULT_SIZE, INPUT_NAME } from '../support/kserve/model.ts';
import { type KServeServer, startKServe } from '../support/kserve/start.ts';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { type Row, rowsOf } from './csv.ts';

const DURATION_S = 8;
const INTERVAL_MS = 1200;

/** Servers that somebody else wrote to the providers' documentation, and a model that is no language model. */
describe.each(BROWSER_KINDS)('other inference endpoints in %s', (kind) => {
  let mock: Aimock;
  let kserve: KServeServer;
  let bench: AppBench;
  let rows: Row[];
  const of = (probe: string) => rows.filter((row) => row.probe === probe);
  const fates = (probe: string) => new Set(of(probe).map(({ outcome, error }) => error ?? outcome));

  beforeAll(async () => {
    [mock, kserve] = await Promise.all([startAimock(), startKServe()]);
    bench = await openApp(kind);
  }, 400_000);

  afterAll(async () => {
    await bench?.close();
    await Promise.all([mock?.close(), kserve?.close()]);
  });

  it('are asked, each in its own protocol', async () => {
    const http = mock.url;
    const tensor = {
      inputs: [
        {
          name: INPUT_NAME,
          shape: [1, DEFAULT_SIZE.inputs],
          datatype: 'FP32',
          data: Array.from({ length: DEFAULT_SIZE.inputs }, (_, i) => i / 10),
        },
      ],
    };
    const probes = [
      ['anthropic', 'anthropic', `${http}/v1/messages`, 'hello'],
      ['responses', 'openai-responses', `${http}/v1/responses`, 'hello'],
      ['generate', 'ollama-generate', `${http}/api/generate`, 'hello'],
      ['realtime', 'openai-realtime', `${http.replace('http', 'ws')}/v1/realtime?model=m`, 'hello'],
      ['cut', 'openai', `${http}/v1/chat/completions`, 'cut'],
      ['busy', 'anthropic', `${http}/v1/messages`, 'busy'],
      ['ranking', 'kserve-v2', `${kserve.url}/v2/models/${kserve.model}/infer`, JSON.stringify(tensor)],
    ].map(([name, protocol, url, prompt]) => ({
      kind: 'chat',
      name,
      protocol,
      url,
      prompt,
      model: 'm',
      intervalMs: INTERVAL_MS,
    }));
    await openPlanLink(bench.page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Others',
      durationS: DURATION_S,
      probes,
    });
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Running');
    await statusIs(bench.page, 'Finished', (DURATION_S + 60) * 1000);
    await press(bench.page, 'Report', 'link');
    await shows(bench.page, 'ranking');
    rows = rowsOf((await bench.download('Export samples CSV')).text);
    expect(bench.faults).toEqual([]);
  });

  it.each(['anthropic', 'responses', 'generate', 'realtime'])('%s answers token by token', (probe) => {
    expect(of(probe).length).toBeGreaterThan(3);
    expect(fates(probe)).toEqual(new Set(['ok']));
    for (const row of of(probe)) {
      expect(Number(row.chunks)).toBeGreaterThan(1);
      expect((row.icl_ms ?? '').split(' ')).toHaveLength(Number(row.chunks) - 1);
    }
  });

  it.each(['anthropic', 'responses'])('the tokens of %s are those of its usage record', (probe) => {
    expect(new Set(of(probe).map((row) => row.tokens_out))).toEqual(new Set([String(MOCK_TOKENS)]));
  });

  it('an answer that breaks off is truncated, and a refusal is throttling', () => {
    expect(fates('cut')).toEqual(new Set(['truncated']));
    expect(fates('busy')).toEqual(new Set(['throttled']));
  });

  it('a model without tokens answers in one piece, and its server says what it took', () => {
    expect(fates('ranking')).toEqual(new Set(['ok']));
    for (const row of of('ranking')) {
      expect(row).toMatchObject({ chunks: '1', server_source: 'server-timing' });
      expect(row.tpot_ms).toBeUndefined();
      expect(Number(row.server_ms)).toBeGreaterThan(0);
    }
  });
});
