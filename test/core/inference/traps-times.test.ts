import { describe, expect, it } from 'vitest';
import { chunk, DONE, openai, ROLE, STOP, usage } from './openai-stream.ts';
import { chunkTimes, play, readMs } from './play.ts';
import { bytesOf } from './recorded.ts';

describe('stream traps: times', () => {
  it('a role-only first chunk is no token', () => {
    const { times } = openai(ROLE, chunk({ content: 'a' }), STOP);
    expect(times).toMatchObject({ ttftMs: readMs(1), chunks: 1 });
  });

  it('chunks of one read have equal times, and a gap of 0', () => {
    const { times } = openai(
      ROLE,
      chunk({ content: 'a' }) + chunk({ content: 'b' }),
      chunk({ content: 'c' }),
      STOP,
    );
    expect(times).toMatchObject({ iclMs: [0, 1000], chunks: 3, reads: 4, events: 5 });
  });

  it('a chunk may hold many tokens: the usage record counts, the chunks do not', () => {
    const { times } = openai(chunk({ content: 'many words' }), chunk({ content: ' more' }), STOP, usage(21));
    expect(times).toMatchObject({ tokensOut: 21, tokensSource: 'usage', tpotMs: 50, chunks: 2 });
    expect(openai(chunk({ content: 'a' }), chunk({ content: 'b' }), STOP).times).toMatchObject({
      tokensOut: undefined,
      tokensSource: undefined,
      tpotMs: undefined,
      tokensPerS: undefined,
    });
  });

  it('reasoning, by either name, is a token and no output', () => {
    for (const name of ['reasoning_content', 'reasoning']) {
      const { times } = openai(ROLE, chunk({ [name]: 'hm' }), chunk({ content: 'a' }), STOP);
      expect(times).toMatchObject({ ttftMs: readMs(1), ttfoMs: readMs(2), iclMs: [1000] });
    }
  });

  it('tool calls and refusals are output', () => {
    for (const delta of [{ tool_calls: [{ index: 0, function: { arguments: '{' } }] }, { refusal: 'No' }])
      expect(openai(ROLE, chunk(delta), STOP).times).toMatchObject({ ttfoMs: readMs(1), chunks: 1 });
  });

  it('UTF-8 that is split over reads belongs to the read that completes it', () => {
    const bytes = bytesOf(`${chunk({ content: '衛' })}${STOP}`);
    const inCharacter = bytes.indexOf(0xe8) + 1;
    const whole = bytes.indexOf(0x0a) + 2;
    const { times, complete } = play('openai', bytes, [inCharacter, inCharacter + 1, whole]);
    expect(chunkTimes(times)).toEqual([readMs(2)]);
    expect({ complete, reads: times.reads }).toEqual({ complete: true, reads: 4 });
  });

  it('an event that CRs end is whole with the last of them, and does not wait for what follows', () => {
    const { times, done } = openai(
      chunk({ content: 'a' }).replaceAll('\n', '\r'),
      DONE.replaceAll('\n', '\r'),
    );
    expect({ done, ttftMs: times.ttftMs }).toEqual({ done: true, ttftMs: readMs(0) });
  });

  it('the usage record comes in a chunk without choices, or with the last content', () => {
    const withContent = `data: {"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"completion_tokens":5,"prompt_tokens":2}}\n\n`;
    expect(openai(chunk({ content: 'a' }), withContent, DONE).times).toMatchObject({
      chunks: 2,
      tokensOut: 5,
      inputTokens: 2,
    });
    expect(openai(chunk({ content: 'a' }), STOP, usage(4), DONE)).toMatchObject({
      complete: true,
      times: { tokensOut: 4, chunks: 1 },
    });
  });

  it('a usage record that is empty, null or nonsense spoils nothing', () => {
    for (const odd of ['null', '{}', '{"completion_tokens":null}', '{"completion_tokens":-1}', '"none"']) {
      const last = `data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":${odd}}\n\n`;
      const { error, times } = openai(chunk({ content: 'a' }), last);
      expect([error, times.tokensOut]).toEqual([undefined, undefined]);
    }
  });
});
