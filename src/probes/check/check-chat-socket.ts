import type { ChatFacts, CheckStep, ProbeFacts } from '../../core/check-facts.ts';
import { AnswerStream } from '../../core/inference/answer-stream.ts';
import type { SocketProtocol, SocketStage } from '../../core/inference/protocol.ts';
import type { ChatProbeSpec } from '../../core/plan.ts';
import { subprotocolsOf } from '../chat-subprotocols.ts';
import type { ProbeContext } from '../context.ts';
import { within } from '../failure.ts';
import { askOf } from './chat-ask.ts';
import { messageOf } from './chat-stream.ts';
import type { Checked } from './check-request.ts';
import { whyClosed } from './check-socket.ts';
import { type Dialled, dial } from './dial.ts';
import { localNetworkPermission, mayAsk, QUESTION_WITHIN_MS } from './permission.ts';

const LONGEST_MS = 20_000;

/**
 * Checks a chat probe over a WebSocket: opens it, goes through the protocol's
 * greeting, and takes one turn of a single token. Never rejects.
 */
export async function checkChatSocket(
  context: ProbeContext,
  spec: ChatProbeSpec,
  protocol: SocketProtocol,
  step: (step: CheckStep) => void,
  stop: AbortSignal,
): Promise<Checked> {
  const { name, kind, url } = spec;
  const subprotocols = subprotocolsOf(spec, context.secret);
  const withinMs = Math.min(spec.timeoutMs, LONGEST_MS);
  const before = mayAsk(url) ? await localNetworkPermission(url) : undefined;
  step('connect');
  const dialled = await dial(
    context,
    url,
    subprotocols,
    before === 'prompt' ? Math.max(withinMs, QUESTION_WITHIN_MS) : withinMs,
    stop,
  );
  const { socket, connectMs, afterMs } = dialled;
  const facts: ProbeFacts = { name, kind, url, reach: 'readable', afterMs, withinMs };
  if (socket === undefined) {
    if (!stop.aborted) step('why');
    facts.reach = stop.aborted ? 'unreachable' : await whyClosed(context, url, subprotocols, dialled, stop);
  } else {
    step('turn');
    facts.socket = { connectMs, spokeFirst: false };
    facts.chat = await turn(context, spec, protocol, { ...dialled, socket }, within(withinMs, stop));
    socket.close();
  }
  const after = before && (await localNetworkPermission(url));
  if (before !== undefined && after !== undefined) facts.permission = { before, after };
  return { facts };
}

async function turn(
  { clock }: ProbeContext,
  spec: ChatProbeSpec,
  protocol: SocketProtocol,
  { socket, messages }: Dialled & { socket: WebSocket },
  signal: AbortSignal,
): Promise<ChatFacts> {
  const ask = askOf(spec);
  const session: { stage: SocketStage } = { stage: 'opened' };
  let last = '';
  let failed = false;
  const greet = (message?: string) => {
    const next = protocol.greet(ask, session.stage, message);
    session.stage = next.stage;
    for (const text of next.send) socket.send(text);
  };
  greet();
  if (session.stage !== 'ready') {
    await messages.find((data) => {
      last = textOf(data);
      greet(last);
      failed = protocol.read(last).some(({ kind }) => kind === 'error');
      return session.stage === 'ready' || failed;
    }, signal);
  }
  const nothing = { streamed: true, complete: false, usage: false };
  if (session.stage !== 'ready')
    return { ...nothing, greeted: false, message: failed ? messageOf(last) : undefined };
  for (const text of protocol.turn(ask)) socket.send(text);
  const answer = new AnswerStream(protocol, clock.now());
  await messages.find((data) => {
    last = textOf(data);
    answer.feed(last, clock.now());
    return answer.done;
  }, signal);
  const { ttftMs, tokensOut, serverSource } = answer.times();
  return {
    ...nothing,
    complete: answer.complete,
    usage: tokensOut !== undefined,
    ttftMs,
    message: answer.error === undefined ? undefined : messageOf(last),
    serverSource,
  };
}

/** A binary message is read as text, as protocols of JSON have it. */
const textOf = (data: unknown) =>
  data instanceof ArrayBuffer ? new TextDecoder().decode(data) : String(data);
