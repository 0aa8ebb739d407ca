import type { ChatFacts, CheckStep, ProbeFacts, RequestFacts } from '../../core/check-facts.ts';
import type { HttpProtocol } from '../../core/inference/protocol.ts';
import type { ChatProbeSpec, HttpProbeSpec } from '../../core/plan.ts';
import { millis } from '../../core/units.ts';
import type { ProbeContext } from '../context.ts';
import { needsPreflight, unsafeHeaders } from '../preflight.ts';
import { requestInit } from '../request-probe.ts';
import { askOf } from './chat-ask.ts';
import { readChat } from './chat-stream.ts';
import { exchange } from './exchange.ts';
import { localNetworkPermission, mayAsk, QUESTION_WITHIN_MS } from './permission.ts';
import { FORGOTTEN_AFTER_MS, paidAgain } from './preflight.ts';
import { whyFailed } from './why.ts';

const LONGEST_MS = 60_000;

/** What is found at once, and what takes over 5 s more and need not hold up the next probe. */
export interface Checked {
  facts: ProbeFacts;
  later?: () => Promise<void>;
}

type Spec = HttpProbeSpec | ChatProbeSpec;

/**
 * Checks an http or chat probe (which has a `protocol`) with requests like its own: one, another right
 * after it, and a last one once browsers have forgotten a preflight without
 * Max-Age. A chat probe asks for a single token, and after that sends no body, so
 * that a model has nothing more to do. Never rejects.
 */
export async function checkRequest(
  context: ProbeContext,
  spec: Spec,
  protocol: HttpProtocol | undefined,
  step: (step: CheckStep) => void,
  stop: AbortSignal,
): Promise<Checked> {
  const { clock } = context;
  const { url } = spec;
  const init = initOf(context, spec, protocol);
  const asksFor = needsPreflight(url, init) ? unsafeHeaders(init) : [];
  const withinMs = Math.min(spec.timeoutMs, LONGEST_MS);
  const before = mayAsk(url) ? await localNetworkPermission(url) : undefined;
  let chat: ChatFacts | undefined;
  step('first');
  const send = () =>
    exchange(context, {
      url,
      init,
      withinMs: before === 'prompt' ? Math.max(withinMs, QUESTION_WITHIN_MS) : withinMs,
      stop,
      ...(protocol !== undefined && {
        read: (response, sentMs) =>
          readChat(clock, protocol, response, sentMs, (found) => {
            chat = found;
          }),
      }),
    });
  const sendTillTaken = async () => {
    const sent = await send();
    if (spec.kind !== 'chat' || !chat?.refusesUsage) return sent;
    init.body = protocol?.body(askOf(spec, false)) ?? '';
    const without = await send();
    chat.refusesUsage = true;
    return without;
  };
  const first = await sendTillTaken();
  const request: RequestFacts = { asksFor, first: first.ok ? first.facts : undefined };
  const facts: ProbeFacts = {
    name: spec.name,
    kind: spec.kind,
    url,
    reach: 'readable',
    afterMs: first.ok ? first.facts.totalMs : first.afterMs,
    withinMs,
    request,
    chat,
  };
  const again = { url, init: spec.kind === 'chat' ? { ...init, body: '' } : init, withinMs, stop };
  if (first.ok && !first.facts.endless) {
    step('second');
    const second = await exchange(context, again);
    if (second.ok) request.second = second.facts;
  } else if (!first.ok && !stop.aborted) {
    step('why');
    const { timedOut } = first;
    const why = await whyFailed(context, { url, init, needsPreflight: asksFor.length > 0, timedOut, stop });
    facts.reach = why.reach;
    if (why.plain?.ok) request.first = why.plain.facts;
  }
  const after = before && (await localNetworkPermission(url));
  if (before !== undefined && after !== undefined) facts.permission = { before, after };
  const warm = request.second;
  const ends = !first.ok || first.facts.status >= 400;
  if (ends || asksFor.length === 0 || warm === undefined) return { facts };
  return {
    facts,
    later: async () => {
      step('preflight');
      let lastMs = first.headersMs;
      // A browser that stood still looks the same, so a preflight has to show twice.
      for (let tries = 0; tries < 2 && !stop.aborted; tries += 1) {
        await pause(clock.now() - lastMs, context, stop);
        const late = await exchange(context, { ...again, init: { ...init, body: init.body && '' } });
        if (!late.ok) return;
        request.preflightAgain = paidAgain(url, [first.facts, warm], late.facts);
        if (request.preflightAgain !== true) return;
        lastMs = late.headersMs;
      }
    },
  };
}

function pause(gone: number, { clock }: ProbeContext, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(millis(clock.now() + FORGOTTEN_AFTER_MS - gone), resolve);
    stop.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}

/** The probe's own request; for a chat probe with one token to generate, for a large body with one byte of it. */
function initOf(
  context: ProbeContext,
  spec: Spec,
  protocol: HttpProtocol | undefined,
): RequestInit & { headers: Headers } {
  const init = requestInit(context, spec.headers);
  if (spec.kind === 'http') {
    init.method = spec.method;
    if (spec.method === 'POST')
      init.body = spec.bodyBytes === undefined ? (spec.body ?? '') : new Uint8Array(1);
    else if ([...init.headers].length === 0) init.cache = 'no-store';
    return init;
  }
  init.method = 'POST';
  init.headers.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(protocol?.headers ?? {}))
    if (!init.headers.has(name)) init.headers.set(name, value);
  init.body = protocol?.body(askOf(spec)) ?? '';
  return init;
}
