import { describe, expect, it } from 'vitest';
import { type Answer, ask, askJson, started } from './support.ts';

const OPENAI = '/v1/chat/completions';
const OLLAMA = '/api/chat';
const asking = { model: 'm', messages: [{ role: 'user', content: 'How is the weather up there?' }] };
const short = { ...asking, max_tokens: 5 };

/** The data of each event of a stream. */
function events({ body }: Answer): string[] {
  const parts = body.toString().split('\n\n');
  expect(parts.pop()).toBe('');
  return parts.map((part) => part.replace(/^data: /, ''));
}

describe('POST /v1/chat/completions', () => {
  it('streams role, tokens, finish reason, usage and [DONE]', async () => {
    const target = await started();
    const answer = await askJson(target, OPENAI, {
      ...short,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(answer.headers['content-type']).toContain('text/event-stream');
    const all = events(answer);
    expect(all.pop()).toBe('[DONE]');
    const chunks = all.map((each) => JSON.parse(each));
    expect(chunks).toHaveLength(8);
    expect(chunks[0].choices[0].delta).toEqual({ role: 'assistant', content: '' });
    for (const chunk of chunks.slice(1, 6)) expect(chunk.choices[0].delta.content).toMatch(/^ ?\w+$/);
    expect(chunks[6].choices[0]).toMatchObject({ delta: {}, finish_reason: 'length' });
    expect(chunks[7]).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
    });
    expect(new Set(chunks.map((chunk) => `${chunk.id} ${chunk.model}`)).size).toBe(1);
  });

  it('sends no usage chunk unless asked', async () => {
    const all = events(await askJson(await started(), OPENAI, { ...short, stream: true }));
    expect(all).toHaveLength(8);
    expect(all.join('')).not.toContain('usage');
  });

  it('answers one object without stream', async () => {
    const { headers, body } = await askJson(await started(), OPENAI, short);
    expect(headers['content-type']).toContain('application/json');
    const value = JSON.parse(body.toString());
    expect(value).toMatchObject({ object: 'chat.completion', model: 'm', usage: { completion_tokens: 5 } });
    expect(value.choices[0].message.content.split(' ')).toHaveLength(5);
    expect(value.choices[0].finish_reason).toBe('length');
  });

  it('says the same to the same seed and request number, and something else to another', async () => {
    const content = async (seed: number) =>
      JSON.parse((await askJson(await started({ seed }), OPENAI, short)).body.toString());
    const [one, again, other] = await Promise.all([content(5), content(5), content(6)]);
    expect(again.choices).toEqual(one.choices);
    expect(again.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });
});

describe('POST /api/chat', () => {
  it('streams lines, the last with durations that fit in the total', async () => {
    const { headers, body } = await askJson(await started(), OLLAMA, {
      ...asking,
      options: { num_predict: 4 },
    });
    expect(headers['content-type']).toBe('application/x-ndjson');
    const lines = body
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(5);
    for (const line of lines.slice(0, 4))
      expect(line).toMatchObject({ model: 'm', done: false, message: { role: 'assistant' } });
    const last = lines[4];
    expect(last).toMatchObject({ done: true, done_reason: 'length', eval_count: 4, prompt_eval_count: 7 });
    const parts = last.load_duration + last.prompt_eval_duration + last.eval_duration;
    expect(Math.abs(last.total_duration - parts)).toBeLessThan(10);
    for (const key of ['load_duration', 'prompt_eval_duration', 'eval_duration']) {
      expect(Number.isInteger(last[key])).toBe(true);
      expect(last[key]).toBeGreaterThan(0);
    }
  });

  it('answers one object with stream: false', async () => {
    const { body } = await askJson(await started(), OLLAMA, {
      ...asking,
      stream: false,
      options: { num_predict: 3 },
    });
    const value = JSON.parse(body.toString());
    expect(value.message.content.split(' ')).toHaveLength(3);
    expect(value.done).toBe(true);
  });
});

describe('requests that cannot be served', () => {
  it.each([
    [OPENAI, 'no JSON', 'not JSON'],
    [OPENAI, '3', 'The body must be a JSON object'],
    [OPENAI, JSON.stringify({ messages: asking.messages }), 'model is missing'],
    [OPENAI, JSON.stringify({ model: 'm', messages: [] }), 'messages must be at least one message'],
    [OPENAI, JSON.stringify({ ...asking, max_tokens: 0 }), 'max_tokens must be 1 or more'],
    [
      OLLAMA,
      JSON.stringify({ ...asking, options: { num_predict: 'x' } }),
      'options.num_predict must be a whole number',
    ],
  ])('%s %s: %s', async (path, body, sentence) => {
    const answer = await ask(await started(), 'POST', path, { body });
    expect(answer.status).toBe(400);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(JSON.parse(answer.body.toString()).error.message).toContain(sentence);
  });

  it('refuses a body beyond 16 MiB', async () => {
    const answer = await ask(await started(), 'POST', OPENAI, {
      body: Buffer.alloc(16 * 1024 * 1024 + 1, 32),
    });
    expect(answer.status).toBe(413);
    expect(answer.body.toString()).toContain('16 MiB');
  });
});
