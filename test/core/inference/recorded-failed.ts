import type { ProtocolId } from '../../../src/core/plan-schema.ts';

const TOKENS =
  'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n' +
  'data: {"choices":[{"index":0,"delta":{"content":"Grüße"},"finish_reason":null}]}\n\n';
const DONE = 'data: [DONE]\n\n';

/** Answers in which the server says, after HTTP 200, that it failed: whose, of which protocol, and the text. */
export const FAILED: readonly (readonly [name: string, protocol: ProtocolId, text: string])[] = [
  [
    'OpenAI',
    'openai',
    `${TOKENS}data: {"error":{"message":"The server had an error","type":"server_error"}}\n\n${DONE}`,
  ],
  [
    'OpenRouter, beside choices',
    'openai',
    `: OPENROUTER PROCESSING\n\n${TOKENS}data: {"id":"gen-1","object":"chat.completion.chunk","error":{"code":"server_error","message":"Provider disconnected"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}\n\n`,
  ],
  [
    'a finish reason "error" alone',
    'openai',
    `${TOKENS}data: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}\n\n${DONE}`,
  ],
  [
    'TGI, with an error type',
    'openai',
    `${TOKENS}data: {"error":"Request failed during generation","error_type":"generation"}\n\n`,
  ],
  [
    'TGI',
    'openai',
    `${TOKENS}data: {"error":{"message":"Input validation error","http_status_code":422}}\n\n`,
  ],
  [
    'vLLM',
    'openai',
    `${TOKENS}data: {"object":"error","message":"EngineDeadError","type":"InternalServerError","param":null,"code":500}\n\n${DONE}`,
  ],
  [
    'LM Studio, as an event of its own',
    'openai',
    `${TOKENS}event: error\ndata: {"message":"Compute error."}\n\n`,
  ],
  [
    'llama.cpp until autumn 2025, as a field of its own',
    'openai',
    `${TOKENS}error: {"code":500,"message":"context size exceeded","type":"server_error"}\n\n${DONE}`,
  ],
  [
    'a proxy, as bare JSON between the events',
    'openai',
    `${TOKENS}{"error":{"code":400,"message":"request exceeds the available context size"}}\n\n${DONE}`,
  ],
  ['a proxy, as the whole body', 'openai', '{"error":{"message":"no such model","code":404}}'],
  [
    'Responses, response.failed',
    'openai-responses',
    'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"a"}\n\nevent: response.failed\ndata: {"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"ö"}}}\n\n',
  ],
  [
    'Responses, error',
    'openai-responses',
    'event: error\ndata: {"type":"error","code":"ERR","message":"Something went wrong","param":null,"sequence_number":1}\n\n',
  ],
  [
    'Ollama chat',
    'ollama-chat',
    '{"message":{"role":"assistant","content":"a"},"done":false}\n{"error":"an error was encountered while running the model"}\n',
  ],
  [
    'Ollama generate',
    'ollama-generate',
    '{"response":"a","done":false}\n{"error":"model runner has stopped"}\n',
  ],
  [
    'Anthropic',
    'anthropic',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ü"}}\n\nevent: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
  ],
  [
    'Anthropic, from a gateway that drops the names of events',
    'anthropic',
    'data: {"type":"error","error":{"type":"api_error","message":"ß"}}\n\n',
  ],
  ['Open Inference Protocol', 'kserve-v2', '{"error":"expected 1 inputs but got 2"}'],
  [
    'Realtime, error',
    'openai-realtime',
    '{"type":"error","event_id":"e1","error":{"type":"invalid_request_error","code":"x","message":"m"}}',
  ],
  [
    'Realtime, a response that failed',
    'openai-realtime',
    '{"type":"response.text.delta","delta":"a"}\n{"type":"response.done","response":{"status":"failed","status_details":{"type":"failed","error":{"type":"server_error"}}}}',
  ],
  [
    'Realtime, a response that was cancelled',
    'openai-realtime',
    '{"type":"response.done","response":{"status":"cancelled","status_details":{"type":"cancelled","reason":"turn_detected"}}}',
  ],
];
