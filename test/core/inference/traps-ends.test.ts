import { describe, expect, it } from 'vitest';
import { protocolOf } from '../../../src/core/inference/protocols/index.ts';
import { chunk, DONE, openai, ROLE, STOP } from './openai-stream.ts';
import { play, playTexts, readMs } from './play.ts';
import { bytesOf, END_MARKS, textOf } from './recorded.ts';
import { FAILED } from './recorded-failed.ts';
import { OPENAI } from './recorded-openai.ts';
import { OTHERS } from './recorded-others.ts';

describe('stream traps: ends', () => {
  it.each([...OPENAI, ...OTHERS].map((recorded) => [recorded.name, recorded] as const))(
    'an answer that was cut never looks like success: %s',
    (_name, { protocol, pieces }) => {
      if (protocolOf(protocol).framing === 'message') {
        for (let kept = 0; kept < pieces.length; kept += 1)
          expect(playTexts(protocol, pieces.slice(0, kept).map(textOf))).toMatchObject({
            complete: false,
            error: 'truncated',
          });
        return;
      }
      const bytes = bytesOf(pieces.map(textOf).join('').trimEnd());
      const isStream = pieces.length > 1;
      for (let length = 0; length < bytes.length; length += 1) {
        const kept = bytes.subarray(0, length);
        const { complete, error } = play(protocol, kept);
        // JSON that is cut right behind an inner bracket may as well be garbage.
        const cut = isStream && length > 6 ? ['truncated'] : ['truncated', 'malformed'];
        if (!isStream || !END_MARKS[protocol].test(new TextDecoder().decode(kept)))
          expect([complete, cut.includes(error ?? '')], `${length}: ${error}`).toEqual([false, true]);
      }
    },
  );

  it.each(FAILED)('an error after HTTP 200 is one: %s (%s)', (_name, protocol, text) => {
    const isMessages = protocolOf(protocol).framing === 'message';
    const reads = isMessages ? text.split('\n') : [text];
    expect(playTexts(protocol, reads)).toMatchObject({ complete: false, error: 'stream-error' });
  });

  it('nothing that comes after an error makes it good again', () => {
    const error = 'data: {"error":{"message":"out of memory"}}\n\n';
    const {
      times,
      done,
      error: named,
    } = openai(chunk({ content: 'a' }), error, chunk({ content: 'b' }), STOP, DONE);
    expect({ done, named }).toEqual({ done: true, named: 'stream-error' });
    expect(times).toMatchObject({ chunks: 1, finishReason: undefined });
    expect(openai(`${chunk({ content: 'a' })}data: {{{{\n\n${STOP}${DONE}`)).toMatchObject({
      error: 'malformed',
    });
    expect(openai(chunk({ content: 'a' }), STOP, error, DONE)).toMatchObject({ error: 'stream-error' });
  });

  it('what comes after the end marker is no part of the answer', () => {
    const late = 'data: {"error":{}}\n\n';
    expect(openai(`${chunk({ content: 'a' })}${STOP}${DONE}${late}`)).toMatchObject({ complete: true });
  });

  it('an empty answer with a finish reason is complete, and has no token times', () => {
    const { complete, times } = openai(ROLE, STOP, DONE);
    expect(complete).toBe(true);
    expect(times).toMatchObject({
      ttftMs: undefined,
      ttfoMs: undefined,
      e2eMs: undefined,
      iclMs: [],
      chunks: 0,
    });
    expect(times).toMatchObject({ finishReason: 'stop', closeMs: readMs(3) });
  });

  it.each([
    ['openai', 'a page', '<h1>It works</h1>'],
    ['openai', 'a page in an event', 'data: <h1>It works</h1>\n\n'],
    ['openai', 'other JSON in an event', 'data: {"hello":"world"}\n\n'],
    ['openai', 'other JSON', '{"hello":"world"}'],
    ['openai', '200,000 brackets', `data: ${'['.repeat(200_000)}\n\n`],
    ['anthropic', 'other JSON', 'data: {"hello":"world"}\n\n'],
    ['openai-responses', 'other JSON', 'data: {"hello":"world"}\n\n'],
    ['ollama-chat', 'other JSON', '{"hello":"world"}\n'],
    ['ollama-chat', 'a page', '<h1>It works</h1>'],
    ['kserve-v2', 'no outputs', '{"outputs":[]}'],
    ['json', 'text', 'It works'],
    ['openai-realtime', 'text', 'hello'],
  ] as const)('what is no answer of %s at all is malformed: %s', (protocol, _what, text) => {
    expect(playTexts(protocol, [text])).toMatchObject({ complete: false, error: 'malformed' });
  });

  it.each([
    ['openai', ''],
    ['openai', ': OPENROUTER PROCESSING\n\n'],
    ['openai', 'data: {"choices":[{"del'],
    ['openai', `id: 1\n${ROLE}`],
    ['ollama-chat', '{"message":{"con'],
    ['kserve-v2', '{"outputs":[{"data":["Grü'],
    ['json', '[1, 2'],
  ] as const)('what only begins like an answer of %s was cut: %j', (protocol, text) => {
    expect(playTexts(protocol, [text])).toMatchObject({ complete: false, error: 'truncated' });
  });
});
