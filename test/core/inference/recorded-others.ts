import type { Piece, Recorded } from './recorded.ts';

const event = (data: string): string => `event: ${/"type":"([^"]*)"/.exec(data)?.[1]}\ndata: ${data}\n\n`;
const line = (data: string): string => `${data}\n`;
const content = (text: string): Piece => [text, 'content'];
const reasoning = (text: string): Piece => [text, 'reasoning'];

export const OTHERS: readonly Recorded[] = [
  {
    name: 'Responses',
    protocol: 'openai-responses',
    pieces: [
      event(
        '{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","error":null,"incomplete_details":null,"output":[],"usage":null}}',
      ),
      event(
        '{"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_1","status":"in_progress","output":[]}}',
      ),
      event('{"type":"keepalive","sequence_number":2}'),
      event(
        '{"type":"response.output_item.added","sequence_number":3,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}',
      ),
      reasoning(
        event(
          '{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Erwägen €"}',
        ),
      ),
      reasoning(
        event(
          '{"type":"response.reasoning_text.delta","sequence_number":5,"item_id":"rs_1","output_index":0,"content_index":0,"delta":"…"}',
        ),
      ),
      content(
        event(
          '{"type":"response.output_text.delta","sequence_number":6,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"Grüße","logprobs":[]}',
        ),
      ),
      content(
        event(
          '{"type":"response.output_text.delta","sequence_number":7,"item_id":"msg_1","output_index":1,"content_index":0,"delta":" 🛰️","logprobs":[]}',
        ),
      ),
      event(
        '{"type":"response.output_text.done","sequence_number":8,"item_id":"msg_1","output_index":1,"content_index":0,"text":"Grüße 🛰️"}',
      ),
      event(
        '{"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","object":"response","status":"completed","error":null,"incomplete_details":null,"output":[{"type":"message"}],"usage":{"input_tokens":11,"output_tokens":21,"output_tokens_details":{"reasoning_tokens":12},"total_tokens":32}}}',
      ),
    ],
    finish: 'completed',
    tokensOut: 21,
    inputTokens: 11,
    keepAlives: 1,
  },
  {
    name: 'Ollama chat',
    protocol: 'ollama-chat',
    pieces: [
      reasoning(
        line(
          '{"model":"m","created_at":"2026-11-23T08:00:00.1Z","message":{"role":"assistant","content":"","thinking":"Nun ä"},"done":false}',
        ),
      ),
      content(
        line(
          '{"model":"m","created_at":"2026-11-23T08:00:00.2Z","message":{"role":"assistant","content":"Grüße"},"done":false}',
        ),
      ),
      content(
        line(
          '{"model":"m","created_at":"2026-11-23T08:00:00.3Z","message":{"role":"assistant","content":" 衛星"},"done":false}',
        ),
      ),
      line(
        '{"model":"m","created_at":"2026-11-23T08:00:00.4Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":4883583458,"load_duration":1334875000,"prompt_eval_count":26,"prompt_eval_duration":342546000,"eval_count":282,"eval_duration":3200000000}',
      ),
    ],
    finish: 'stop',
    tokensOut: 282,
    inputTokens: 26,
    server: { source: 'ollama', ttftMs: 1677.421, totalMs: 4883.583458 },
  },
  {
    name: 'Ollama generate, an older one without a reason',
    protocol: 'ollama-generate',
    pieces: [
      content(line('{"model":"m","created_at":"2026-11-23T08:00:00Z","response":"Ж","done":false}')),
      content(line('{"model":"m","created_at":"2026-11-23T08:00:01Z","response":"🛰️","done":false}')),
      line(
        '{"model":"m","created_at":"2026-11-23T08:00:02Z","response":"","done":true,"context":[1,2],"total_duration":900000000,"prompt_eval_count":3,"prompt_eval_duration":100000000,"eval_count":5,"eval_duration":700000000}',
      ),
    ],
    tokensOut: 5,
    inputTokens: 3,
    server: { source: 'ollama', ttftMs: 100, totalMs: 900 },
  },
  {
    name: 'Anthropic messages',
    protocol: 'anthropic',
    pieces: [
      event(
        '{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"c","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":1}}}',
      ),
      event(
        '{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}',
      ),
      event('{"type":"ping"}'),
      reasoning(
        event(
          '{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Abwägen ß"}}',
        ),
      ),
      event('{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}}'),
      event('{"type":"content_block_stop","index":0}'),
      event('{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}'),
      content(event('{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Grüße"}}')),
      content(event('{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" 衛星"}}')),
      event('{"type":"content_block_stop","index":1}'),
      event(
        '{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}',
      ),
      event('{"type":"message_stop"}'),
    ],
    finish: 'end_turn',
    tokensOut: 15,
    inputTokens: 25,
    keepAlives: 1,
  },
  {
    name: 'Open Inference Protocol',
    protocol: 'kserve-v2',
    pieces: [
      content(
        '{"model_name":"m","model_version":"1","id":"42","outputs":[{"name":"text_output","datatype":"BYTES","shape":[1],"data":["Grüße 🛰️"]}]}',
      ),
    ],
  },
  {
    name: 'any JSON',
    protocol: 'json',
    pieces: [content('{\n  "label": "衛星",\n  "scores": [0.25, 0.75]\n}\n')],
  },
  {
    name: 'Realtime',
    protocol: 'openai-realtime',
    pieces: [
      '{"type":"conversation.item.added","event_id":"e1","item":{"id":"i1","type":"message","role":"user"}}',
      '{"type":"response.created","event_id":"e2","response":{"object":"realtime.response","id":"r1","status":"in_progress","output":[],"usage":null}}',
      content(
        '{"type":"response.output_text.delta","event_id":"e3","response_id":"r1","item_id":"i2","output_index":0,"content_index":0,"delta":"Grüße"}',
      ),
      content(
        '{"type":"response.text.delta","event_id":"e4","response_id":"r1","item_id":"i2","output_index":0,"content_index":0,"delta":" 🛰️"}',
      ),
      '{"type":"response.output_text.done","event_id":"e5","text":"Grüße 🛰️"}',
      '{"type":"response.done","event_id":"e6","response":{"object":"realtime.response","id":"r1","status":"completed","status_details":null,"output":[{"type":"message"}],"usage":{"total_tokens":20,"input_tokens":12,"output_tokens":8}}}',
    ],
    finish: 'completed',
    tokensOut: 8,
    inputTokens: 12,
  },
  {
    name: 'any WebSocket',
    protocol: 'websocket',
    pieces: [content('Grüße 🛰️')],
  },
];
