import { describe, expect, it } from 'vitest';
import type { Ask, SocketStage } from '../../../src/core/inference/protocol.ts';
import { protocolOf } from '../../../src/core/inference/protocols/index.ts';
import { PROTOCOLS, type ProtocolId } from '../../../src/core/plan-schema.ts';

const ask: Ask = { model: 'm', prompt: 'Grüße', maxTokens: 64, usage: true };
const withImage: Ask = { ...ask, imageUrl: 'data:image/png;base64,iVBORw0=' };

function bodyOf(id: ProtocolId, asked: Ask): unknown {
  const protocol = protocolOf(id);
  return protocol.transport === 'http' ? JSON.parse(protocol.body(asked)) : undefined;
}

function socketOf(id: ProtocolId) {
  const protocol = protocolOf(id);
  if (protocol.transport !== 'websocket') throw new Error(`${id} goes over HTTP.`);
  return protocol;
}

it('each id finds its protocol', () => {
  for (const id of PROTOCOLS) expect(protocolOf(id).id).toBe(id);
});

describe('what is sent', () => {
  it('openai', () => {
    expect(bodyOf('openai', ask)).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Grüße' }],
      max_tokens: 64,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(bodyOf('openai', withImage)).toMatchObject({
      messages: [
        {
          content: [
            { type: 'text', text: 'Grüße' },
            { type: 'image_url', image_url: { url: withImage.imageUrl } },
          ],
        },
      ],
    });
  });

  it('openai, to servers that refuse stream_options', () => {
    expect(bodyOf('openai', { ...ask, usage: false })).not.toHaveProperty('stream_options');
  });

  it('openai-responses, never fewer tokens than it takes', () => {
    const body = { model: 'm', input: 'Grüße', max_output_tokens: 64, stream: true };
    expect(bodyOf('openai-responses', ask)).toEqual(body);
    expect(bodyOf('openai-responses', { ...ask, maxTokens: 1 })).toEqual({ ...body, max_output_tokens: 16 });
    expect(bodyOf('openai-responses', withImage)).toMatchObject({
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Grüße' },
            { type: 'input_image', image_url: withImage.imageUrl },
          ],
        },
      ],
    });
  });

  it('ollama-chat and ollama-generate', () => {
    const common = { model: 'm', stream: true, options: { num_predict: 64 } };
    expect(bodyOf('ollama-chat', ask)).toEqual({ ...common, messages: [{ role: 'user', content: 'Grüße' }] });
    expect(bodyOf('ollama-generate', ask)).toEqual({ ...common, prompt: 'Grüße' });
    expect(bodyOf('ollama-chat', withImage)).toMatchObject({ messages: [{ images: ['iVBORw0='] }] });
    expect(bodyOf('ollama-generate', withImage)).toMatchObject({ images: ['iVBORw0='] });
  });

  it('anthropic, with the headers that let a page ask', () => {
    const { transport, ...protocol } = protocolOf('anthropic');
    expect({ transport, ...protocol }).toMatchObject({
      transport: 'http',
      headers: { 'anthropic-version': '2023-06-01', 'anthropic-dangerous-direct-browser-access': 'true' },
    });
    expect(bodyOf('anthropic', ask)).toEqual({
      model: 'm',
      max_tokens: 64,
      messages: [{ role: 'user', content: 'Grüße' }],
      stream: true,
    });
    expect(bodyOf('anthropic', withImage)).toMatchObject({
      messages: [
        {
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0=' } },
            { type: 'text', text: 'Grüße' },
          ],
        },
      ],
    });
  });

  it('kserve-v2: the prompt as a tensor, or a request that is written out', () => {
    const tensor = { name: 'text_input', shape: [1], datatype: 'BYTES', data: ['Grüße'] };
    expect(bodyOf('kserve-v2', ask)).toEqual({ inputs: [tensor] });
    const request = { id: '1', inputs: [{ name: 'x', shape: [2], datatype: 'FP32', data: [1, 2] }] };
    expect(bodyOf('kserve-v2', { ...ask, prompt: JSON.stringify(request) })).toEqual(request);
    expect(bodyOf('kserve-v2', { ...ask, prompt: '{"no":1}' })).toMatchObject({
      inputs: [{ data: ['{"no":1}'] }],
    });
  });

  it('json and websocket: the prompt as it is', () => {
    expect(bodyOf('json', { ...ask, prompt: '{"x":[1]}' })).toEqual({ x: [1] });
    const websocket = socketOf('websocket');
    expect(websocket.greet(ask, 'opened', undefined)).toEqual({ stage: 'ready', send: [] });
    expect(websocket.turn(ask)).toEqual(['Grüße']);
  });

  it.each([
    [
      'GA',
      '{"type":"realtime","output_modalities":["audio"]}',
      { type: 'realtime', output_modalities: ['text'], max_output_tokens: 64 },
    ],
    ['beta', '{"modalities":["audio","text"]}', { modalities: ['text'], max_response_output_tokens: 64 }],
  ])('openai-realtime, %s: waits for each step, then asks', (_name, greeting, session) => {
    const { greet, turn } = socketOf('openai-realtime');
    const steps: [SocketStage, unknown[]][] = [];
    let stage: SocketStage = 'opened';
    for (const message of [
      undefined,
      'garbage',
      '{"type":"session.updated"}',
      `{"type":"session.created","session":${greeting}}`,
      '{"type":"rate_limits.updated"}',
      '{"type":"session.updated","session":{}}',
    ]) {
      const step = greet(ask, stage, message);
      stage = step.stage;
      steps.push([stage, step.send.map((text): unknown => JSON.parse(text))]);
    }
    expect(steps).toEqual([
      ['opened', []],
      ['opened', []],
      ['opened', []],
      ['configured', [{ type: 'session.update', session }]],
      ['configured', []],
      ['ready', []],
    ]);
    expect(turn(ask).map((text): unknown => JSON.parse(text))).toEqual([
      {
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Grüße' }] },
      },
      { type: 'response.create' },
    ]);
  });
});
