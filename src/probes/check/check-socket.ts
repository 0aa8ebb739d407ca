import type { CheckStep, Reach, SocketFacts } from '../../core/check-facts.ts';
import type { WebSocketProbeSpec } from '../../core/plan.ts';
import type { ProbeContext } from '../context.ts';
import { ECHO_PROTOCOL, echoCodec } from '../echo-codec.ts';
import { knockByFetch, within } from '../failure.ts';
import type { Checked } from './check-request.ts';
import { type Dialled, dial } from './dial.ts';
import { localNetworkPermission, mayAsk, QUESTION_WITHIN_MS } from './permission.ts';
import { heldBack, nothingAnswers } from './why.ts';

const LONGEST_MS = 20_000;
const ASK_WITHIN_MS = 5000;
/** Long enough for an echo over any link that can bear one, short enough to wait for. */
const ECHO_WITHIN_MS = 3000;
const ECHOES = 3;

/**
 * Checks a WebSocket: connects as the probe does, sends three of its messages,
 * and tries `dishprobe.echo.v1` over a connection of its own, as a server that
 * does not know an offered subprotocol makes the browser fail the connection.
 * Never rejects.
 */
export async function checkSocket(
  context: ProbeContext,
  spec: WebSocketProbeSpec,
  step: (step: CheckStep) => void,
  stop: AbortSignal,
): Promise<Checked> {
  const { url, subprotocol } = spec;
  const withinMs = Math.min(spec.timeoutMs, LONGEST_MS);
  const before = mayAsk(url) ? await localNetworkPermission(url) : undefined;
  const firstWithinMs = before === 'prompt' ? Math.max(withinMs, QUESTION_WITHIN_MS) : withinMs;
  step('connect');
  const offered = subprotocol === undefined ? [] : [subprotocol];
  const first = await dial(context, url, offered, firstWithinMs, stop);
  const found: SocketFacts = { connectMs: first.connectMs, spokeFirst: false };
  let reach: Reach = 'readable';
  if (first.socket === undefined) {
    if (!stop.aborted) step('why');
    reach = stop.aborted ? 'unreachable' : await whyClosed(context, url, offered, first, stop);
  } else {
    step('echo');
    Object.assign(found, await echoes(first, spec.payloadBytes, withinMs, context, stop));
    // Firefox goes on where the server does not confirm the subprotocol; others break off.
    found.unconfirmed = subprotocol !== undefined && first.socket.protocol !== subprotocol;
    const stamped = first.socket.protocol === ECHO_PROTOCOL;
    first.socket.close();
    if (stamped) found.v1 = 'accepted';
    else if (!stop.aborted) {
      step('v1');
      const offer = await dial(context, url, [ECHO_PROTOCOL], withinMs, stop);
      found.v1 = offer.socket?.protocol === ECHO_PROTOCOL ? 'accepted' : 'refused';
      offer.socket?.close();
    }
  }
  const after = before && (await localNetworkPermission(url));
  const permission = before !== undefined && after !== undefined ? { before, after } : undefined;
  const { name, kind } = spec;
  return { facts: { name, kind, url, reach, afterMs: first.afterMs, withinMs, permission, socket: found } };
}

/** Why no WebSocket came up at an address, with the subprotocols that were offered. Never rejects. */
export async function whyClosed(
  context: ProbeContext,
  url: string,
  offered: readonly string[],
  { timedOut }: Dialled,
  stop: AbortSignal,
): Promise<Reach> {
  const held = await heldBack(url);
  if (held !== undefined) return held;
  if (timedOut) return 'silent';
  if (offered.length > 0) {
    const plain = await dial(context, url, [], ASK_WITHIN_MS, stop);
    plain.socket?.close();
    if (plain.socket !== undefined) return 'subprotocol';
  }
  // The same address over HTTP: a server that answers there refuses the WebSocket alone.
  const answers = await knockByFetch(context, url.replace(/^ws/i, 'http'), within(ASK_WITHIN_MS, stop));
  return answers ? 'upgrade' : nothingAnswers(url);
}

/** Sends up to three messages, one after the other, and stops at the first that does not come back. */
async function echoes(
  { socket, messages }: Dialled,
  payloadBytes: number,
  withinMs: number,
  { clock }: ProbeContext,
  stop: AbortSignal,
): Promise<Pick<SocketFacts, 'echoMs' | 'spokeFirst'>> {
  const codec = echoCodec(payloadBytes);
  let spokeFirst = false;
  let echoMs: number | undefined;
  if (socket === undefined) return { spokeFirst };
  for (let seq = 0; seq < ECHOES; seq += 1) {
    // Whatever is there before the first message was sent is no answer to it.
    if (seq === 0) spokeFirst = messages.backlog.length > 0;
    const sentMs = clock.now();
    socket.send(codec.write(seq));
    const signal = within(Math.min(withinMs, ECHO_WITHIN_MS), stop);
    const mine = await messages.find((data) => codec.read(data, socket.protocol)?.seq === seq, signal);
    if (!mine) break;
    const tookMs = clock.now() - sentMs;
    echoMs = Math.min(echoMs ?? tookMs, tookMs);
  }
  return { echoMs, spokeFirst: spokeFirst || messages.strangers > 0 };
}
