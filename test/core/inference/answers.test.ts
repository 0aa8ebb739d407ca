import { describe, expect, it } from 'vitest';
import { playTexts } from './play.ts';

describe('what an answer says', () => {
  it.each([
    [
      'openai-responses',
      'data: {"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}}\n\n',
    ],
    [
      'openai-realtime',
      '{"type":"response.done","response":{"status":"incomplete","status_details":{"type":"incomplete","reason":"max_output_tokens"}}}',
    ],
  ] as const)('%s: an answer that met the limit of tokens is whole', (protocol, text) => {
    expect(playTexts(protocol, [text])).toMatchObject({
      complete: true,
      times: { finishReason: 'max_output_tokens' },
    });
  });

  it.each([
    [
      'openai-responses',
      '{"object":"response","status":"completed","error":null,"output":[{"type":"message"}],"usage":{"input_tokens":3,"output_tokens":5}}',
      'completed',
    ],
    [
      'anthropic',
      '{"type":"message","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":5}}',
      'end_turn',
    ],
    [
      'ollama-chat',
      '{"message":{"content":"a"},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":5}',
      'stop',
    ],
  ] as const)('%s: a whole answer where a stream was asked for', (protocol, text, finishReason) => {
    expect(playTexts(protocol, [text])).toMatchObject({
      complete: true,
      times: { chunks: 1, finishReason, tokensOut: 5, inputTokens: 3 },
    });
  });

  it.each([
    ['openai-responses', 'data: {"type":"response.new_thing","x":1}\n\n'],
    ['anthropic', 'event: new\ndata: {"type":"new_thing"}\n\n'],
    ['openai-realtime', '{"type":"new.thing"}'],
  ] as const)('%s: kinds of events that are not known are passed over', (protocol, text) => {
    expect(playTexts(protocol, [text], false)).toMatchObject({ done: false, error: undefined, findings: [] });
  });

  it('anthropic: tool input is output, and the count at the start is no usage', () => {
    const { times } = playTexts('anthropic', [
      'data: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}\n\n',
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"a"}}\n\n',
    ]);
    expect(times).toMatchObject({ chunks: 1, inputTokens: 9, tokensOut: undefined });
  });
});
