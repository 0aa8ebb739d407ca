import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, openStream, readStream } from './llama/client.ts';
import { type LlamaServer, startLlama } from './llama/start.ts';

/** The first start installs 85 MB. */
const INSTALL_TIMEOUT_MS = 300_000;
const START_TIMEOUT_MS = 60_000;

describe('the llama.cpp test server', { timeout: START_TIMEOUT_MS }, () => {
  const lines: string[] = [];
  let server: LlamaServer;
  let noteLine = (): void => {};

  /** Resolves once `count` log lines match. */
  async function logged(pattern: RegExp, count: number): Promise<string[]> {
    for (;;) {
      const found = lines.filter((line) => pattern.test(line));
      if (found.length >= count) return found;
      await new Promise<void>((resolve) => {
        noteLine = resolve;
      });
    }
  }

  beforeAll(async () => {
    const log = (line: string): void => {
      lines.push(line);
      noteLine();
    };
    server = await startLlama({ slots: 2, log });
  }, INSTALL_TIMEOUT_MS);

  afterAll(() => server?.close());

  it('streams a delta a token and counts tokens in its usage chunk', async () => {
    const answer = await readStream(await openStream(server, { max_tokens: 24 }));
    expect(answer.firstDelta).toEqual({ role: 'assistant', content: '' });
    expect(answer.texts).toHaveLength(24);
    expect(answer.texts).not.toContain('');
    expect(answer.finishReason).toBe('length');
    expect(answer.usage?.completion_tokens).toBe(24);
    expect(answer.usage?.prompt_tokens).toBeGreaterThan(10);
    expect(answer.done).toBe(true);
  });

  it('answers the same question in the same words, streamed or whole', async () => {
    const streamed = await readStream(await openStream(server, { max_tokens: 16 }));
    const response = await chat(server, { max_tokens: 16, stream: false });
    const whole: unknown = await response.json();
    expect(whole).toMatchObject({
      choices: [{ message: { content: streamed.texts.join('') }, finish_reason: 'length' }],
      usage: { completion_tokens: 16 },
    });
  });

  it('stops before a stop text', async () => {
    const answer = await readStream(await openStream(server, { max_tokens: 1000, stop: ' ' }));
    expect(answer.finishReason).toBe('stop');
    expect(answer.texts.join('')).not.toContain(' ');
    expect(answer.usage?.completion_tokens).toBeLessThan(1000);
  });

  it('completes requests at the same time, those beyond its slots too', async () => {
    const streams = await Promise.all([1, 2, 3].map((seed) => openStream(server, { max_tokens: 40, seed })));
    const answers = await Promise.all(streams.map(readStream));
    expect(answers.map(({ finishReason, done, texts }) => [finishReason, done, texts.length])).toEqual(
      Array.from({ length: 3 }, () => ['length', true, 40]),
    );
    expect(new Set(answers.map(({ texts }) => texts.join(''))).size).toBe(3);
  });

  it('frees the slot of a client that goes away', async () => {
    const clients = [new AbortController(), new AbortController()];
    await Promise.all(
      clients.map(async (client) => {
        const response = await openStream(server, { max_tokens: 1900 }, client.signal);
        await response.body?.getReader().read();
        client.abort();
      }),
    );
    const aborted = await logged(/ aborted /, 2);
    for (const line of aborted) expect(Number(/completion=(\d+)/.exec(line)?.[1])).toBeLessThan(1900);
    const health: unknown = await (await fetch(`${server.url}/health`)).json();
    expect(health).toMatchObject({ slots_idle: 2, queued: 0 });
  });

  it('answers in the shape of Ollama', async () => {
    const messages = [{ role: 'user', content: 'Hello' }];
    const body = JSON.stringify({ model: server.model, messages, options: { num_predict: 6 } });
    const response = await fetch(`${server.url}/api/chat`, { method: 'POST', body });
    const records = (await response.text())
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(records).toHaveLength(7);
    expect(records.at(-1)).toMatchObject({ done: true, done_reason: 'length', eval_count: 6 });
  });

  it('lets any page call it, and says what is wrong with a request', async () => {
    const preflight = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Headers': 'authorization,content-type' },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(preflight.headers.get('access-control-max-age')).toBe('7200');
    const long = await chat(server, { messages: [{ role: 'user', content: 'x'.repeat(9000) }] });
    expect([long.status, await long.text()]).toEqual([400, expect.stringContaining('shorten the prompt')]);
    expect(long.headers.get('access-control-allow-origin')).toBe('*');
    const wrong = await chat(server, { max_tokens: 'many' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('max_tokens')]);
  });
});
