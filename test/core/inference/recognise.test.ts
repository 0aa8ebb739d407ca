import { describe, expect, it } from 'vitest';
import { otherProtocol } from '../../../src/core/inference/recognise.ts';

const ANTHROPIC_ERROR = '{"type":"error","error":{"type":"not_found_error","message":"m"}}';
const OPENAI_ERROR = '{"error":{"message":"Not Found","type":"not_found_error","code":404}}';

describe('the protocol that an answer looks like', () => {
  it.each([
    [ANTHROPIC_ERROR, 401, 'openai', 'anthropic'],
    ['event: message_start\ndata: {}\n\n', 200, 'openai', 'anthropic'],
    ['{"model":"m","message":{"role":"a","content":""},"done":false}\n', 200, 'openai', 'ollama-chat'],
    ['{"model":"m","created_at":"t","response":"a","done":false}\n', 200, 'openai', 'ollama-generate'],
    ['data: {"id":"1","object":"chat.completion.chunk"}\n\n', 200, 'ollama-chat', 'openai'],
    ['data: {"choices":[{"delta":{}}]}\n\n', 200, 'anthropic', 'openai'],
    ['event: response.created\ndata: {}\n\n', 200, 'openai', 'openai-responses'],
    ['{"model_name":"m","outputs":[{"name":"o","datatype":"FP32"}]}', 200, 'openai', 'kserve-v2'],
    [OPENAI_ERROR, 404, 'anthropic', 'openai'],
  ] as const)('%j with %i, where %s was chosen, is %s', (text, status, chosen, other) => {
    expect(otherProtocol(text, status, chosen)).toBe(other);
    expect(otherProtocol(text, status, other)).toBeUndefined();
  });

  it('says nothing where many servers answer alike, or any answer will do', () => {
    expect(otherProtocol(OPENAI_ERROR, 401, 'anthropic')).toBeUndefined();
    expect(otherProtocol(OPENAI_ERROR, 404, 'openai-responses')).toBeUndefined();
    expect(otherProtocol(ANTHROPIC_ERROR, 401, 'json')).toBeUndefined();
    expect(otherProtocol('<html>', 404, 'openai')).toBeUndefined();
  });
});
