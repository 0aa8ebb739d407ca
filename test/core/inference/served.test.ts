import { expect, it } from 'vitest';
import { AnswerStream } from '../../../src/core/inference/answer-stream.ts';
import { protocolOf } from '../../../src/core/inference/protocols/index.ts';
import { millis } from '../../../src/core/units.ts';
import { started } from '../../target/support.ts';

const TOKENS = 12;

it.each([
  ['openai', '/v1/chat/completions'],
  ['ollama-chat', '/api/chat'],
] as const)('%s: asks the reference endpoint in its words and understands the answer', async (id, path) => {
  const protocol = protocolOf(id);
  if (protocol.transport !== 'http') throw new Error(`${id} goes over WebSocket.`);
  const target = await started();
  const now = () => millis(performance.now());
  const answer = new AnswerStream(protocol, now());
  const { body } = await fetch(`${target.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...protocol.headers },
    body: protocol.body({ model: 'm', prompt: 'How is the weather?', maxTokens: TOKENS, usage: true }),
  });
  const decoder = new TextDecoder();
  for await (const bytes of body ?? []) answer.feed(decoder.decode(bytes, { stream: true }), now());
  answer.end(now());

  const { complete, error } = answer;
  const { ttftMs = -1, e2eMs = -1, closeMs, iclMs, ...times } = answer.times();
  expect({ complete, error }).toEqual({ complete: true, error: undefined });
  expect(times.tokensOut).toBeLessThanOrEqual(TOKENS);
  expect(times).toMatchObject({ chunks: times.tokensOut, ttfoMs: ttftMs, tokensSource: 'usage' });
  expect(times.inputTokens).toBeGreaterThan(0);
  expect([0, ttftMs, e2eMs, closeMs]).toEqual([0, ttftMs, e2eMs, closeMs].toSorted((a, b) => a - b));
  expect(iclMs.reduce((sum, gap) => sum + gap, ttftMs)).toBeCloseTo(e2eMs, 6);
  expect(times.serverSource).toBe(id === 'openai' ? undefined : 'ollama');
  expect(times.serverTtftMs ?? 0).toBeLessThanOrEqual(ttftMs);
});
