import { describe, expect, it } from 'vitest';
import { protocolOf } from '../../../src/core/inference/protocols/index.ts';
import { chunk, DONE, openai, STOP } from './openai-stream.ts';
import { playTexts, readMs } from './play.ts';
import { textOf } from './recorded.ts';
import { OPENAI } from './recorded-openai.ts';
import { OTHERS } from './recorded-others.ts';

describe('stream traps: framing', () => {
  it('data: without a space', () => {
    const bare = [chunk({ content: 'a' }), STOP, DONE].map((event) => event.replace('data: ', 'data:'));
    expect(openai(...bare)).toMatchObject({ complete: true, done: true, times: { chunks: 1 } });
  });

  it('data over several lines', () => {
    const pretty = `data: {"choices":\ndata:   [{"delta":{"content":"a"},\ndata: "finish_reason":"stop"}]}\n\n`;
    expect(openai(pretty)).toMatchObject({ complete: true, times: { chunks: 1, events: 1 } });
  });

  it('comments, empty events and pings keep alive, and are no tokens', () => {
    const { times, complete } = openai(
      ': OPENROUTER PROCESSING\n\n',
      ':\n\n',
      'data:\n\n',
      chunk({ content: 'a' }),
      STOP,
    );
    expect(complete).toBe(true);
    expect(times).toMatchObject({ keepAlives: 3, events: 2, chunks: 1, ttftMs: readMs(3) });
  });

  it.each(['\uFEFF', '\r\n\r\n', '  \n'])('what says nothing before the beginning: %j', (before) => {
    for (const { protocol, pieces } of [...OPENAI, ...OTHERS])
      if (protocolOf(protocol).framing !== 'message')
        expect(playTexts(protocol, [before + pieces.map(textOf).join('')]).complete).toBe(true);
  });

  it('a last event without its blank line, and a last line without its end', () => {
    expect(openai(chunk({ content: 'a' }), STOP, DONE.trimEnd())).toMatchObject({ complete: true });
    expect(openai(chunk({ content: 'a' }), STOP.trimEnd())).toMatchObject({ complete: true });
    expect(playTexts('ollama-chat', ['{"message":{"content":"a"},"done":true}'])).toMatchObject({
      complete: true,
    });
  });

  it('[DONE] with the connection left open', () => {
    const { done, complete } = playTexts('openai', [chunk({ content: 'a' }), STOP, DONE], false);
    expect({ done, complete }).toEqual({ done: true, complete: true });
    const open = playTexts('openai', [chunk({ content: 'a' }), STOP], false);
    expect({ done: open.done, complete: open.complete }).toEqual({ done: false, complete: true });
  });

  it('a whole answer where a stream was asked for is one chunk, whose pace is not known', () => {
    const whole = {
      object: 'chat.completion',
      choices: [{ message: { content: 'a b c' }, finish_reason: 'stop' }],
    };
    const text = JSON.stringify({ ...whole, usage: { completion_tokens: 3 } }, undefined, 1);
    const { times, complete } = openai(text.slice(0, 30), text.slice(30));
    expect(complete).toBe(true);
    expect(times).toMatchObject({ chunks: 1, events: 1, ttftMs: readMs(1), e2eMs: readMs(1), tokensOut: 3 });
    expect(times.tpotMs).toBeUndefined();
  });

  it.each(['openai', 'ollama-chat', 'kserve-v2'] as const)(
    '%s: what grows beyond 4,000,000 characters without an end is given up',
    (protocol) => {
      const million = 'x'.repeat(1_000_000);
      for (const first of ['{"', 'data: ', ':', 'x']) {
        const { done, error, times } = playTexts(protocol, [first, ...Array(9).fill(million)], false);
        expect({ done, error, reads: times.reads }).toEqual({ done: true, error: 'malformed', reads: 5 });
      }
    },
  );

  it('an event of over 4,000,000 characters is given up even where it comes in one read', () => {
    expect(openai(chunk({ content: 'x'.repeat(4_000_001) }), STOP)).toMatchObject({ error: 'malformed' });
  });

  it('a flood of comments behind the finish reason takes nothing from the answer', () => {
    const flood = ': x\n\n'.repeat(200_000);
    const played = playTexts('openai', [chunk({ content: 'a' }), STOP, ...Array(9).fill(flood)], false);
    expect(played).toMatchObject({ complete: true, done: true, error: undefined });
  });
});
