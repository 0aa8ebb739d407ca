import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawStreamClient } from '../raw-stream-client.ts';
import type { RawStreamSample } from '../raw-stream-messages.ts';
import { chat, openStream } from './client.ts';
import { type LlamaServer, startLlama } from './start.ts';

const TEST_TIMEOUT_MS = 60_000;
/** The first start installs 85 MB. */
const INSTALL_TIMEOUT_MS = 300_000;

const SLOTS = 2;
/** Three rounds of the slots. */
const REQUESTS = 6;
const TOKENS = 40;
const MESSAGES = [{ role: 'user', content: 'How does a satellite dish keep its link?' }];

type Reading = (sample: RawStreamSample) => number;
const server = (name: string): Reading => {
  return ({ serverMs }) => serverMs[name] ?? Number.NaN;
};
const ttft: Reading = ({ ttftMs }) => ttftMs ?? Number.NaN;
const e2e: Reading = ({ e2eMs }) => e2eMs ?? Number.NaN;

/** More requests at once than the server has slots: what its own times say of the wait. */
describe('the llama.cpp test server under load', { timeout: TEST_TIMEOUT_MS }, () => {
  let llama: LlamaServer;
  beforeAll(async () => {
    llama = await startLlama({ slots: SLOTS });
  }, INSTALL_TIMEOUT_MS);
  afterAll(() => llama?.close());

  /** All at once but for a millisecond each, and one before: the first of its kind costs a cold server more. */
  async function crowd(path: string, rest: object): Promise<RawStreamSample[]> {
    const body = JSON.stringify({ model: llama.model, messages: MESSAGES, ...rest });
    const port = Number(new URL(llama.url).port);
    const asked = { port, path, body, intervalMs: 1 };
    await new RawStreamClient({ ...asked, requests: 1 }).finish();
    const samples = await new RawStreamClient({ ...asked, requests: REQUESTS }).finish();
    for (const sample of samples) expect(sample).toMatchObject({ outcome: 'ok', tokens: TOKENS });
    return samples;
  }

  /** `queue` and `served`: how long the server says that a request waited, and was worked for. */
  function expectRounds(samples: readonly RawStreamSample[], queue: Reading, served: Reading): void {
    expect(samples).toHaveLength(REQUESTS);
    const shortest = Math.min(...samples.map(served));
    const byWait = [...samples].sort((one, other) => queue(one) - queue(other));
    for (const [index, sample] of byWait.entries()) {
      const rounds = Math.floor(index / SLOTS);
      // A request waits for as many answers as there are rounds before it.
      if (rounds === 0) expect(queue(sample)).toBeLessThan(shortest / 2);
      else expect(queue(sample)).toBeGreaterThan((rounds - 0.5) * shortest);
      // All of it lies within what the client saw, and the rest of that is less than an answer.
      const restMs = e2e(sample) - queue(sample) - served(sample);
      expect(Math.abs(restMs)).toBeLessThan(shortest / 2);
    }
  }

  /** The server's work begins with the slot: what a client waits more for the first token is the queue. */
  function expectFirstTokens(samples: readonly RawStreamSample[], queue: Reading, prefill: Reading): void {
    for (const sample of samples) {
      const restMs = ttft(sample) - queue(sample) - prefill(sample);
      expect(Math.abs(restMs)).toBeLessThan(Math.max(...samples.map(queue)) / 4);
    }
  }

  it('says in the shape of OpenAI how long each request waited, and how long it took', async () => {
    const samples = await crowd('/v1/chat/completions', {
      stream: true,
      stream_options: { include_usage: true },
      include_metrics: true,
      max_tokens: TOKENS,
    });
    const [queue, prefill, decode] = [server('queue_time_ms'), server('prompt_ms'), server('predicted_ms')];
    expectRounds(samples, queue, (sample) => prefill(sample) + decode(sample));
    expectFirstTokens(samples, queue, prefill);
    for (const sample of samples) {
      expect(server('time_to_first_token_ms')(sample)).toBe(prefill(sample));
      expect(server('generation_time_ms')(sample)).toBe(decode(sample));
      expect(server('predicted_per_token_ms')(sample)).toBeCloseTo(decode(sample) / TOKENS, 6);
      expect(server('mean_itl_ms')(sample)).toBeCloseTo(decode(sample) / (TOKENS - 1), 6);
    }
  });

  it('leaves the wait in the total of Ollama, and out of its parts', async () => {
    const samples = await crowd('/api/chat', { options: { num_predict: TOKENS } });
    const [total, load, prefill, decode] = [
      server('total_duration'),
      server('load_duration'),
      server('prompt_eval_duration'),
      server('eval_duration'),
    ];
    const served: Reading = (sample) => load(sample) + prefill(sample) + decode(sample);
    const queue: Reading = (sample) => total(sample) - served(sample);
    expectRounds(samples, queue, served);
    expectFirstTokens(samples, queue, prefill);
  });

  it('sends the times of llama-server in the last chunk, whether usage was asked for or not', async () => {
    const timings = { cache_n: 0, prompt_n: expect.any(Number), predicted_n: 5 };
    const bare = await (await openStream(llama, { max_tokens: 5, stream_options: undefined })).text();
    const asked = await (await openStream(llama, { max_tokens: 5 })).text();
    for (const [text, choices] of [
      [bare, [{ index: 0, delta: {}, finish_reason: 'length' }]],
      [asked, []],
    ] as const) {
      expect(text.split('"timings"')).toHaveLength(2);
      const [last, done] = text.trim().split('\n\n').slice(-2);
      expect(done).toBe('data: [DONE]');
      expect(JSON.parse(last?.slice('data: '.length) ?? '')).toMatchObject({ choices, timings });
    }
    const whole: unknown = await (await chat(llama, { max_tokens: 5 })).json();
    expect(whole).toMatchObject({ timings });
    expect(whole).not.toHaveProperty('metrics');
  });
});
