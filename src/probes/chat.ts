import { AnswerStream } from '../core/inference/answer-stream.ts';
import type { HttpProtocol } from '../core/inference/protocol.ts';
import { protocolOf } from '../core/inference/protocols/index.ts';
import type { ChatProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import { answerReadings, byHeader, onTheWire } from './answer-readings.ts';
import { breather } from './breather.ts';
import { createAsker } from './chat-ask.ts';
import { createSocketChatProbe } from './chat-socket.ts';
import type { ProbeContext } from './context.ts';
import type { Ended, Progress } from './request.ts';
import { createRequestProbe, hrefOf, requestInit } from './request-probe.ts';

/** How long to wait after a finish reason for usage and `[DONE]`, and after that for the connection's end. */
const CLOSE_WITHIN_MS = 500;
/** Enough of an error answer to see what it refuses. */
const REFUSAL_CHARS = 20_000;
const NO_USAGE =
  'The server refuses stream_options, by which it is asked for token counts. From now on it is asked without; then there is no time per output token.';

/** Asks a model and times the tokens of its answer. */
export function createChatProbe(spec: ChatProbeSpec, context: ProbeContext): Probe {
  const protocol = protocolOf(spec.protocol);
  return protocol.transport === 'http'
    ? createHttpChatProbe(spec, context, protocol)
    : createSocketChatProbe(spec, context, protocol);
}

function createHttpChatProbe(spec: ChatProbeSpec, context: ProbeContext, protocol: HttpProtocol): Probe {
  const init = requestInit(context, spec.headers);
  for (const [name, value] of Object.entries(protocol.headers))
    if (!init.headers.has(name)) init.headers.set(name, value);
  init.headers.set('content-type', 'application/json');
  init.method = 'POST';
  let usage = true;
  const bodies = createAsker(spec, context.clock, (ask) => {
    const body = protocol.body({ ...ask, usage });
    return { body, bytes: new TextEncoder().encode(body).byteLength };
  });
  return createRequestProbe(context, {
    url: hrefOf(spec.url),
    timeoutMs: spec.timeoutMs,
    init,
    bodyBytes: bodies.first.bytes,
    bodyOf: ({ seq }) => bodies.take(seq).body,
    readBody: (response, shot, progress) => readAnswer(context, protocol, shot, response, progress),
    async readRefusal(response, progress) {
      const text = await readText(context, response, progress);
      if (usage && /stream_options|include_usage/.test(text)) {
        usage = false;
        bodies.renew();
        context.note({ kind: 'note', detail: NO_USAGE });
      }
      return { endMs: context.clock.now() };
    },
    complete: (readings, own) => ({ ...byHeader(readings), ...onTheWire(readings, own) }),
  });
}

async function readAnswer(
  { clock }: ProbeContext,
  protocol: HttpProtocol,
  shot: Shot,
  response: Response,
  progress: Progress,
): Promise<Ended> {
  const answer = new AnswerStream(protocol, shot.sentMonoMs);
  const decoder = new TextDecoder();
  let readAt = clock.now();
  const reader = response.body?.getReader();
  const breathe = breather(clock);
  let cancelWait: (() => void) | undefined;
  try {
    while (reader !== undefined && !answer.done) {
      const { done, value } = await breathe(() => reader.read());
      if (done) break;
      readAt = clock.now();
      progress.bytesDown += value.byteLength;
      answer.feed(decoder.decode(value, { stream: true }), readAt);
      if (answer.complete && cancelWait === undefined) {
        progress.complete();
        cancelWait = cancelSoon(reader);
      }
    }
  } catch {
    if (!answer.complete)
      return { endMs: readAt, error: answer.error ?? 'truncated', readings: answerReadings(answer) };
  }
  answer.end(readAt);
  if (reader !== undefined) void letGo(() => breathe(() => reader.read()), cancelWait ?? cancelSoon(reader));
  return { endMs: readAt, error: answer.error, readings: answerReadings(answer) };
}

/** The beginning of a body; all of it is read. */
async function readText({ clock }: ProbeContext, response: Response, progress: Progress): Promise<string> {
  const reader = response.body?.getReader();
  const breathe = breather(clock);
  const decoder = new TextDecoder();
  let text = '';
  while (reader !== undefined) {
    const { done, value } = await breathe(() => reader.read());
    if (done) break;
    progress.bytesDown += value.byteLength;
    if (text.length < REFUSAL_CHARS) text += decoder.decode(value, { stream: true });
  }
  return text;
}

/** Some servers leave the connection open after the end: wait a moment, then drop it. */
function cancelSoon(reader: ReadableStreamDefaultReader<Uint8Array>): () => void {
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), CLOSE_WITHIN_MS);
  return () => clearTimeout(timer);
}

/** Reads on to the connection's own end, so that it can be used again. */
async function letGo(read: () => Promise<{ done: boolean }>, cancelWait: () => void): Promise<void> {
  try {
    while (!(await read()).done);
  } catch {
    // The answer was complete before; how its connection ends is of no interest.
  } finally {
    cancelWait();
  }
}
