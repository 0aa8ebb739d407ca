import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SIZE, INPUT_NAME, makeWeights, OUTPUT_NAME } from './kserve/model.ts';
import { type KServeServer, startKServe } from './kserve/start.ts';

/** The first start fetches ONNX Runtime. */
const INSTALL_TIMEOUT_MS = 300_000;
const START_TIMEOUT_MS = 60_000;
const { inputs, hidden, outputs } = DEFAULT_SIZE;

const answerSchema = v.object({
  model_name: v.string(),
  id: v.optional(v.string()),
  outputs: v.array(
    v.object({
      name: v.string(),
      datatype: v.string(),
      shape: v.array(v.number()),
      data: v.array(v.number()),
    }),
  ),
});

describe('the KServe test server', { timeout: START_TIMEOUT_MS }, () => {
  let server: KServeServer;
  beforeAll(async () => {
    server = await startKServe();
  }, INSTALL_TIMEOUT_MS);
  afterAll(() => server?.close());

  const ask = (body: object, path = `/v2/models/${server.model}/infer`): Promise<Response> =>
    fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });
  const input = (data: unknown, rest: object = {}) => ({
    inputs: [{ name: INPUT_NAME, shape: [1, inputs], datatype: 'FP32', data, ...rest }],
  });

  /** The same arithmetic without any runtime. */
  function expected(features: readonly number[]): number[] {
    const { first, second } = makeWeights(DEFAULT_SIZE);
    const times = (row: readonly number[], matrix: Float32Array, columns: number): number[] =>
      Array.from({ length: columns }, (_, column) =>
        row.reduce((sum, value, index) => sum + value * (matrix[index * columns + column] ?? Number.NaN), 0),
      );
    const between = times(features, first, hidden).map((sum) => Math.max(0, sum));
    expect(between.some((value) => value === 0) && between.some((value) => value > 0)).toBe(true);
    return times(between, second, outputs);
  }

  it.each([1, 2, 3])('computes what the model says (%i)', async (turn) => {
    const features = Array.from({ length: inputs }, (_, index) => Math.sin(turn * 7 + index * index));
    const answer = v.parse(answerSchema, await (await ask({ id: `t${turn}`, ...input(features) })).json());
    expect(answer).toMatchObject({
      model_name: server.model,
      id: `t${turn}`,
      outputs: [{ name: OUTPUT_NAME, datatype: 'FP32', shape: [1, outputs] }],
    });
    const scores = answer.outputs[0]?.data ?? [];
    expect(scores).toHaveLength(outputs);
    for (const [index, score] of expected(features).entries()) {
      expect(Math.abs((scores[index] ?? Number.NaN) - score)).toBeLessThan(1e-5);
      expect(Math.abs(score)).toBeGreaterThan(1e-3);
    }
  });

  it('takes nested data as well as flat', async () => {
    const features = Array.from({ length: inputs }, (_, index) => index / 10);
    const [flat, nested] = await Promise.all(
      [features, [features]].map(async (data) => (await ask(input(data))).json()),
    );
    expect(nested).toEqual(flat);
  });

  it('is ready, and says what the model takes and gives', async () => {
    for (const path of ['/v2/health/live', '/v2/health/ready', `/v2/models/${server.model}/ready`])
      expect((await fetch(server.url + path)).status).toBe(200);
    expect(await (await fetch(`${server.url}/v2`)).json()).toMatchObject({ extensions: [] });
    for (const path of [`/v2/models/${server.model}`, `/v2/models/${server.model}/versions/1`])
      expect(await (await fetch(server.url + path)).json()).toMatchObject({
        name: server.model,
        inputs: [{ name: INPUT_NAME, datatype: 'FP32', shape: [1, inputs] }],
        outputs: [{ name: OUTPUT_NAME, datatype: 'FP32', shape: [1, outputs] }],
      });
  });

  it('lets any page call and time it, and says its own time, which grows with the work', async () => {
    const features = Array.from({ length: inputs }, () => 1);
    const answer = await ask(input(features));
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('timing-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toBe('Server-Timing');
    const appMs = ({ headers }: Response): number =>
      Number(/app;dur=([\d.]+)/.exec(headers.get('server-timing') ?? '')?.[1]);
    const preflight = await fetch(`${server.url}/v2/models/${server.model}/infer`, {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Headers': 'content-type' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'content-type',
    ]);

    const large = await startKServe({ inputs, hidden: 500_000, outputs });
    try {
      const path = `${large.url}/v2/models/${large.model}/infer`;
      const slow = await fetch(path, { method: 'POST', body: JSON.stringify(input(features)) });
      expect(slow.status).toBe(200);
      expect(appMs(slow)).toBeGreaterThan(appMs(await ask(input(features))));
    } finally {
      await large.close();
    }
  });

  it.each([
    ['a wrong name', { inputs: [{ name: 'x', shape: [1, 1], datatype: 'FP32', data: [1] }] }, INPUT_NAME],
    ['a wrong type', () => input([1], { datatype: 'INT64' }), 'FP32'],
    ['a wrong shape', () => input([1], { shape: [1, 1] }), 'shape'],
    ['too few values', () => input([1]), 'values'],
    ['no tensor', { inputs: [{ name: INPUT_NAME }] }, 'shape'],
    ['an unknown output', () => ({ ...input(Array(inputs).fill(0)), outputs: [{ name: 'y' }] }), 'y'],
  ])('refuses %s with an error', async (_, body, word) => {
    const answer = await ask(typeof body === 'function' ? body() : body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringContaining(word) });
  });

  it('refuses what is not there', async () => {
    const answer = await ask({}, '/v2/models/other/infer');
    expect([answer.status, await answer.json()]).toEqual([404, { error: expect.any(String) }]);
  });

  it('leaves no process behind', async () => {
    const other = await startKServe();
    await other.close();
    await other.close();
    expect(() => process.kill(other.pid, 0)).toThrow(/ESRCH/);
  });
});
