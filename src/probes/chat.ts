import { createParser } from 'eventsource-parser';
import { readOpenAiChunk } from '../core/inference/openai-chunk.ts';
import { TokenClock } from '../core/inference/token-times.ts';
import type { ChatProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import type { Readings } from '../core/sample.ts';
import type { ProbeContext } from './context.ts';
import { type Ended, HEADER_BYTES, type Progress } from './request.ts';
import { createRequestProbe, hrefOf, requestInit } from './request-probe.ts';

/** An event that grows beyond this has lost its end; the stream is given up. */
const MAX_EVENT_CHARS = 4_000_000;
/** How long to wait after a finish reason for usage and `[DONE]`, and after that for the connection's end. */
const CLOSE_WITHIN_MS = 500;

/** Streaming chat over an OpenAI-compatible `chat/completions` (server-sent events). */
export function createChatProbe(spec: ChatProbeSpec, context: ProbeContext): Probe {
  const init = requestInit(context, spec.headers);
  init.headers.set('content-type', 'application/json');
  init.method = 'POST';
  const body = JSON.stringify({
    model: spec.model,
    messages: [{ role: 'user', content: spec.prompt }],
    max_tokens: spec.maxTokens,
    stream: true,
    stream_options: { include_usage: true },
  });
  init.body = body;
  const url = hrefOf(spec.url);
  return createRequestProbe(context, {
    url,
    timeoutMs: spec.timeoutMs,
    init,
    bytesUp: HEADER_BYTES + url.length + new TextEncoder().encode(body).byteLength,
    readBody: (response, shot, progress) => readStream(context, shot, response, progress),
  });
}

async function readStream(
  { clock }: ProbeContext,
  shot: Shot,
  response: Response,
  progress: Progress,
): Promise<Ended> {
  const tokens = new TokenClock(shot.sentMonoMs);
  const decoder = new TextDecoder();
  let readAt = clock.now();
  let waiting = 0;
  let events = 0;
  const parser = createParser({
    onEvent(event) {
      waiting = 0;
      events += 1;
      if (event.event === 'error') tokens.take({ kind: 'error', error: 'stream-error' }, readAt);
      else for (const finding of readOpenAiChunk(event.data)) tokens.take(finding, readAt);
    },
  });
  const reader = response.body?.getReader();
  let cancelWait: (() => void) | undefined;
  try {
    while (reader !== undefined && !tokens.done && waiting < MAX_EVENT_CHARS) {
      const { done, value } = await reader.read();
      if (done) break;
      readAt = clock.now();
      progress.bytesDown += value.byteLength;
      waiting += value.byteLength;
      parser.feed(decoder.decode(value, { stream: true }));
      if (tokens.complete && cancelWait === undefined) {
        progress.complete();
        cancelWait = cancelSoon(reader);
      }
    }
  } catch {
    if (!tokens.complete) return { endMs: readAt, error: 'truncated', readings: readingsOf(tokens) };
  }
  if (reader !== undefined) void letGo(reader, cancelWait);
  const error = tokens.error ?? (tokens.complete ? undefined : events === 0 ? 'malformed' : 'truncated');
  return { endMs: readAt, error, readings: readingsOf(tokens) };
}

/** A model's thinking is no part of a round trip, and servers seldom say how long it was. */
function readingsOf(tokens: TokenClock): Readings {
  return { ...tokens.times(), rttMs: undefined };
}

/** Some servers leave the connection open after the end: wait a moment, then drop it. */
function cancelSoon(reader: ReadableStreamDefaultReader<Uint8Array>): () => void {
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), CLOSE_WITHIN_MS);
  return () => clearTimeout(timer);
}

/** Reads on to the connection's own end, so that it can be used again. */
async function letGo(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  cancelWait = cancelSoon(reader),
): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The answer was complete before; how its connection ends is of no interest.
  } finally {
    cancelWait();
  }
}
