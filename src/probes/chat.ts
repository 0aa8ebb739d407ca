import { createParser } from 'eventsource-parser';
import { readOpenAiChunk } from '../core/inference/openai-chunk.ts';
import { TokenClock } from '../core/inference/token-times.ts';
import type { ChatProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import type { Readings } from '../core/sample.ts';
import type { ProbeContext } from './context.ts';
import { FailureNamer, knockByFetch } from './failure.ts';
import { type Ended, HEADER_BYTES, request } from './request.ts';

/** An event that grows beyond this has lost its end; the stream is given up. */
const MAX_EVENT_CHARS = 4_000_000;
/** How long to wait for the connection's own end after `[DONE]`, so that it can be used again. */
const CLOSE_WITHIN_MS = 500;

/** Streaming chat over an OpenAI-compatible `chat/completions` (server-sent events). */
export function createChatProbe(spec: ChatProbeSpec, context: ProbeContext): Probe {
  const headers = new Headers(spec.headers);
  headers.set('content-type', 'application/json');
  if (context.secret !== undefined) headers.set(context.secret.header, context.secret.value);
  const url = new URL(spec.url).href;
  const namer = new FailureNamer(context, url);
  const body = JSON.stringify({
    model: spec.model,
    messages: [{ role: 'user', content: spec.prompt }],
    max_tokens: spec.maxTokens,
    stream: true,
    stream_options: { include_usage: true },
  });
  const bytesUp = HEADER_BYTES + url.length + new TextEncoder().encode(body).byteLength;
  const init: RequestInit = {
    method: 'POST',
    headers,
    body,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  };
  return {
    maxInFlight: 6,
    open: () => Promise.resolve(),
    fire(shot) {
      void request(context, namer, shot, {
        url,
        timeoutMs: spec.timeoutMs,
        init,
        bytesUp,
        readBody: (response) => readStream(context, shot, response),
      });
    },
    async knock(withinMs) {
      return { arrived: await knockByFetch(context, url, withinMs), bytes: 2 * HEADER_BYTES };
    },
    close() {},
  };
}

async function readStream(context: ProbeContext, shot: Shot, response: Response): Promise<Ended> {
  const { clock } = context;
  const tokens = new TokenClock(shot.sentMonoMs);
  const decoder = new TextDecoder();
  let readAt = clock.now();
  let waiting = 0;
  const parser = createParser({
    onEvent(event) {
      waiting = 0;
      if (event.event === 'error') tokens.take({ kind: 'error', error: 'stream-error' }, readAt);
      else for (const finding of readOpenAiChunk(event.data)) tokens.take(finding, readAt);
    },
  });
  let bytesDown = 0;
  const reader = response.body?.getReader();
  try {
    while (reader !== undefined && !tokens.done && waiting < MAX_EVENT_CHARS) {
      const { done, value } = await reader.read();
      if (done) break;
      readAt = clock.now();
      bytesDown += value.byteLength;
      waiting += value.byteLength;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } catch {
    if (!tokens.complete)
      return { endMs: readAt, bytesDown, error: 'truncated', readings: readingsOf(tokens) };
  }
  if (reader !== undefined) void letGo(reader);
  const error =
    tokens.error ?? (tokens.complete ? undefined : nothingRead(tokens) ? 'malformed' : 'truncated');
  return { endMs: readAt, bytesDown, error, readings: readingsOf(tokens) };
}

/** A model's thinking is no part of a round trip, and servers seldom say how long it was. */
function readingsOf(tokens: TokenClock): Readings {
  return { ...tokens.times(), rttMs: undefined };
}

function nothingRead(tokens: TokenClock): boolean {
  return tokens.times().chunks === 0;
}

/** Some servers leave the connection open after `[DONE]`: wait a moment, then drop it. */
async function letGo(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), CLOSE_WITHIN_MS);
  try {
    while (!(await reader.read()).done);
  } catch {
    // The answer was complete before; how its connection ends is of no interest.
  } finally {
    clearTimeout(timer);
  }
}
