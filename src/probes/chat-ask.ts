import { hexOf } from '../core/hex.ts';
import type { Ask } from '../core/inference/protocol.ts';
import { promptFor } from '../core/inference/workloads.ts';
import type { ChatProbeSpec } from '../core/plan.ts';
import type { Clock } from '../core/probe.ts';
import { millis } from '../core/units.ts';

/** After a request went out, and before the next is due. */
const PREPARE_AFTER_MS = 2;

/** What requests are made of, by their numbers. */
export interface Asker<T> {
  /** Of the first request. */
  readonly first: T;
  /** Of the request that is sent now. */
  take(seq: number): T;
  /** It is made otherwise from now on. */
  renew(): void;
}

/**
 * Makes what a chat probe sends. Where each request differs it is made ahead, right
 * after the one before went out: an image takes milliseconds, which would count as
 * the server's if they passed between the moment of sending and the sending itself.
 */
export function createAsker<T>(
  spec: ChatProbeSpec,
  clock: Clock,
  make: (ask: Omit<Ask, 'usage'>) => T,
): Asker<T> {
  // Not `randomUUID`, which a page that came over plain http does not have.
  const tag = hexOf(crypto.getRandomValues(new Uint8Array(4)));
  const made = (seq: number) => make({ model: spec.model, ...promptFor(spec, seq, tag) });
  let ready: { seq: number; made: T } | undefined;
  const prepare = (seq: number) => {
    ready = { seq, made: made(seq) };
  };
  const first = made(0);
  ready = { seq: 0, made: first };
  return {
    first,
    take(seq) {
      if (ready === undefined || (spec.unique && ready.seq !== seq)) prepare(seq);
      if (spec.unique) clock.at(millis(clock.now() + PREPARE_AFTER_MS), () => prepare(seq + 1));
      return ready?.made ?? made(seq);
    },
    renew() {
      ready = undefined;
    },
  };
}
