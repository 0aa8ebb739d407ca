/** What three benchmarks of model servers call a term: the name, and how theirs differs. */
export interface Peers {
  aiperf: string;
  vllm: string;
  guidellm: string;
}

export interface Term {
  /** The field of `AnswerTimes`, or of a sample's readings, that holds it. */
  key: string;
  name: string;
  /** What it is, in a sentence with its formula. */
  meaning: string;
  peers: Peers;
}

/**
 * The terms of an answer's times, each defined once; the report prints them.
 * They are named as AIPerf names them, but for TPOT, which is named as in vLLM,
 * TensorRT-LLM and inference-perf.
 *
 * The peers, as read in November 2026:
 * - AIPerf: docs/metrics-reference.md of ai-dynamo/aiperf
 *   (docs.nvidia.com/aiperf/reference/ai-perf-metrics-reference).
 * - `vllm bench serve`: vllm/benchmarks/serve.py and
 *   vllm/benchmarks/lib/endpoint_request_func.py of vllm-project/vllm.
 * - GuideLLM: docs/guides/metrics.md, src/guidellm/schemas/request_stats.py and
 *   src/guidellm/backends/openai/{http,request_handlers}.py of vllm-project/guidellm.
 */
export const DICTIONARY: readonly Term[] = [
  {
    key: 'ttfbMs',
    name: 'TTFB, time to first byte',
    meaning: 'First byte of the answer less the moment of sending; it may come long before a token.',
    peers: {
      aiperf: 'http_req_waiting: first byte of the body less the end of sending.',
      vllm: 'None.',
      guidellm: 'None.',
    },
  },
  {
    key: 'ttftMs',
    name: 'TTFT, time to first token',
    meaning: 'First chunk of content or reasoning that is not empty, less the moment of sending.',
    peers: {
      aiperf: 'time_to_first_token: the same.',
      vllm: 'TTFT: counts the first chunk with a choice, also one that holds the role alone.',
      guidellm: 'time_to_first_token_ms: the same.',
    },
  },
  {
    key: 'ttfoMs',
    name: 'TTFO, time to first output token',
    meaning:
      'First chunk of content that is not reasoning, less the moment of sending; tool calls are content.',
    peers: {
      aiperf: 'time_to_first_output_token: the same.',
      vllm: 'None.',
      guidellm: 'time_to_first_output_token_ms (TTFOT): the same.',
    },
  },
  {
    key: 'iclMs',
    name: 'ICL, inter-chunk latency',
    meaning:
      'Each gap between two consecutive chunks of content or reasoning: read of this chunk less read of the one before. A chunk may hold several tokens; chunks of one read have a gap of 0.',
    peers: {
      aiperf: 'inter_chunk_latency: the same.',
      vllm: 'ITL: the same gaps, but also those to chunks with a choice that hold no token.',
      guidellm: 'None; its ITL is our TPOT.',
    },
  },
  {
    key: 'tpotMs',
    name: 'TPOT, time per output token',
    meaning:
      '(e2e content - TTFT) / (output tokens - 1), of answers with at least two tokens and two chunks.',
    peers: {
      aiperf: 'inter_token_latency (ITL): the same.',
      vllm: 'TPOT: the same formula on its own TTFT and end.',
      guidellm:
        'inter_token_latency_ms (ITL): the same. Its own time_per_output_token_ms is (last token - sent) / output tokens, with the first token in it.',
    },
  },
  {
    key: 'e2eMs',
    name: 'End to end, content',
    meaning: 'Last chunk of content or reasoning less the moment of sending.',
    peers: {
      aiperf: 'request_latency: the same.',
      vllm: 'E2EL: until the last chunk with a choice, which mostly holds the finish reason alone.',
      guidellm: 'None; its request_latency is our end to end, close.',
    },
  },
  {
    key: 'closeMs',
    name: 'End to end, close',
    meaning: 'Last byte of the answer, with its usage record and end marker, less the moment of sending.',
    peers: {
      aiperf: 'http_req_duration: from the start of sending to the last byte of the body.',
      vllm: 'None.',
      guidellm: 'request_latency: until its reader has met the end marker; in seconds.',
    },
  },
  {
    key: 'tokensOut',
    name: 'Output tokens',
    meaning: 'Tokens of the answer, reasoning included, as the server’s usage record says; else unknown.',
    peers: {
      aiperf:
        'output_sequence_length: counted by a tokenizer of its own, or as the usage record says with --use-server-token-count. Its output_token_count leaves reasoning out.',
      vllm: 'Output tokens: the usage record, else counted by a tokenizer of its own.',
      guidellm: 'output_tokens: the usage record, else the number of chunks.',
    },
  },
  {
    key: 'tokensPerS',
    name: 'Output tokens per second, of one request',
    meaning: 'Output tokens / end to end, content, in seconds: the wait for the first token is in it.',
    peers: {
      aiperf:
        'e2e_output_token_throughput: the same. Its output_token_throughput_per_user is 1 / ITL, its output_token_throughput is over the whole run.',
      vllm: 'None; its output token throughput is over the whole run.',
      guidellm: 'output_tokens_per_second of a request: over its request_latency.',
    },
  },
  {
    key: 'reads',
    name: 'Reads',
    meaning: 'Number of pieces in which the network stack handed over the answer.',
    peers: {
      aiperf: 'http_req_chunks_received: the same, by its own stack.',
      vllm: 'None.',
      guidellm: 'None.',
    },
  },
  {
    key: 'events',
    name: 'Events',
    meaning:
      'Number of server-sent events with data, lines or messages of the answer, whatever they say; a JSON body is one.',
    peers: {
      aiperf: 'None.',
      vllm: 'None.',
      guidellm: 'request_iterations: the lines of the stream, empty ones included.',
    },
  },
  {
    key: 'keepAlives',
    name: 'Keep-alives',
    meaning: 'Number of comments, empty events and pings, which only keep the connection open.',
    peers: { aiperf: 'None.', vllm: 'None; it skips comments.', guidellm: 'None.' },
  },
];
