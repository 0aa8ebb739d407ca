import type { ChatFacts } from '../../core/check-facts.ts';
import { AnswerStream } from '../../core/inference/answer-stream.ts';
import type { HttpProtocol } from '../../core/inference/protocol.ts';
import { otherProtocol } from '../../core/inference/recognise.ts';
import type { Clock } from '../../core/probe.ts';
import type { Millis } from '../../core/units.ts';
import { breather } from '../breather.ts';

/** Enough of an error page to say what is wrong. */
const MESSAGE_CHARS = 200;
const KEPT_CHARS = 20_000;
/** Headers in which servers and their proxies tell how long they took, if they may be read. */
const TIME_HEADERS = ['server-timing', 'openai-processing-ms', 'x-envoy-upstream-service-time'];

/** Reads the answer to a chat request for one token. May throw when the body breaks or the time is over. */
export async function readChat(
  clock: Clock,
  protocol: HttpProtocol,
  response: Response,
  sentMs: Millis,
  found: (facts: ChatFacts) => void,
): Promise<void> {
  const { ok, status, headers } = response;
  const inEvents = /event-stream/.test(headers.get('content-type') ?? '');
  const streamed = protocol.framing !== 'sse' || inEvents;
  const answer = new AnswerStream(protocol, sentMs);
  const decoder = new TextDecoder();
  let text = '';
  const tell = () => {
    const { ttftMs, tokensOut, serverSource } = answer.times();
    found({
      streamed,
      complete: answer.complete,
      usage: tokensOut !== undefined,
      ttftMs,
      message: ok && answer.error === undefined ? undefined : messageOf(text),
      looksLike: otherProtocol(text, status, protocol.id),
      refusesUsage: (status === 400 || status === 422) && text.includes('stream_options'),
      serverSource: serverSource ?? TIME_HEADERS.find((name) => headers.has(name)),
    });
  };
  const reader = response.body?.getReader();
  const breathe = breather(clock);
  try {
    while (reader !== undefined && !answer.done) {
      const { done, value } = await breathe(() => reader.read());
      if (done) break;
      const readAt = clock.now();
      const part = decoder.decode(value, { stream: true });
      if (text.length < KEPT_CHARS) text += part;
      if (ok && streamed) answer.feed(part, readAt);
    }
    if (ok && streamed) answer.end(clock.now());
    void reader?.cancel().catch(() => {});
  } finally {
    tell();
  }
}

/** The words within `{"error":{"message":...}}` and its kin, or the beginning of the text. */
export function messageOf(text: string): string | undefined {
  const quoted = /"(?:message|error|detail)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  let message = text.startsWith('<') ? '' : text;
  try {
    if (quoted !== undefined) message = String(JSON.parse(quoted));
  } catch {
    // Cut within an escape: the text as it is has to do.
  }
  return message.trim().slice(0, MESSAGE_CHARS) || undefined;
}
