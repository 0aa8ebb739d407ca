import type { Recorded } from './recorded.ts';

const common = { protocol: 'openai' } as const;

export const OPENAI: readonly Recorded[] = [
  {
    ...common,
    name: 'OpenAI: a role-only chunk first, the usage in a chunk without choices',
    pieces: [
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1763880000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}\n\n',
      [
        'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Grüße"},"finish_reason":null}],"usage":null}\n\n',
        'content',
      ],
      [
        'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" vom 衛星 🛰️"},"finish_reason":null}],"usage":null}\n\n',
        'content',
      ],
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}\n\n',
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16}}\n\n',
      'data: [DONE]\n\n',
    ],
    finish: 'stop',
    tokensOut: 7,
    inputTokens: 9,
  },
  {
    ...common,
    name: 'vLLM: reasoning_content, a tool call, metrics beside the usage',
    pieces: [
      'data: {"id":"c","object":"chat.completion.chunk","model":"q","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}\n\n',
      [
        'data: {"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"Überlegen: ä"},"finish_reason":null}]}\n\n',
        'reasoning',
      ],
      [
        'data: {"id":"c","choices":[{"index":0,"delta":{"reasoning":" noch € mehr"},"finish_reason":null}]}\n\n',
        'reasoning',
      ],
      [
        'data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"point","arguments":"{\\"az\\":1}"}}]},"finish_reason":null}]}\n\n',
        'content',
      ],
      'data: {"id":"c","choices":[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"tool_calls","stop_reason":null}]}\n\n',
      'data: {"id":"c","choices":[],"usage":{"prompt_tokens":42,"total_tokens":70,"completion_tokens":28},"metrics":{"time_to_first_token_ms":85.5,"generation_time_ms":1240.5,"queue_time_ms":12.25,"mean_itl_ms":9.1,"tokens_per_second":103.2}}\n\n',
      'data: [DONE]\n\n',
    ],
    finish: 'tool_calls',
    tokensOut: 28,
    inputTokens: 42,
    server: { source: 'vllm', ttftMs: 97.75, totalMs: 1338.25, queueMs: 12.25 },
  },
  {
    ...common,
    name: 'llama.cpp: comments while it reads the prompt, timings beside the usage',
    pieces: [
      ':\n\n',
      ':\n\n',
      'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1757141666,"id":"c","model":"g","object":"chat.completion.chunk"}\n\n',
      [
        'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Ж"}}],"object":"chat.completion.chunk"}\n\n',
        'content',
      ],
      'data: {"choices":[{"finish_reason":"length","index":0,"delta":{}}],"object":"chat.completion.chunk"}\n\n',
      'data: {"choices":[],"object":"chat.completion.chunk","usage":{"completion_tokens":35,"prompt_tokens":237,"total_tokens":272},"timings":{"cache_n":236,"prompt_n":1,"prompt_ms":30.5,"predicted_n":35,"predicted_ms":661.25}}\n\n',
      'data: [DONE]\n\n',
    ],
    finish: 'length',
    tokensOut: 35,
    inputTokens: 237,
    keepAlives: 2,
    server: { source: 'llama.cpp', ttftMs: 30.5, totalMs: 691.75 },
  },
  {
    ...common,
    name: 'OpenRouter: named comments, the usage in the last chunk with choices',
    pieces: [
      ': OPENROUTER PROCESSING\n\n',
      ': OPENROUTER PROCESSING\n\n',
      [
        'data: {"id":"gen-1","provider":"P","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Hm…"},"finish_reason":null,"native_finish_reason":null}]}\n\n',
        'reasoning',
      ],
      [
        'data: {"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":"Jå","reasoning":null},"finish_reason":null}]}\n\n',
        'content',
      ],
      [
        'data: {"id":"gen-1","choices":[{"index":0,"delta":{"content":"!"},"finish_reason":"stop","native_finish_reason":"STOP"}],"usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9,"cost":0.1}}\n\n',
        'content',
      ],
      'data: [DONE]\n\n',
    ],
    finish: 'stop',
    tokensOut: 4,
    inputTokens: 5,
    keepAlives: 2,
  },
  {
    ...common,
    name: 'a server that does not stream though it was asked to',
    pieces: [
      [
        '{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Alles auf einmal: 衛星","reasoning_content":"kurz"},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":6,"total_tokens":9}}\n',
        'content',
      ],
    ],
    finish: 'stop',
    tokensOut: 6,
    inputTokens: 3,
  },
];
