import * as v from 'valibot';
import { startTarget } from '../../src/target/target.ts';
import { startCloudflareEndpoint } from '../bench/cloudflare-endpoint.ts';
import { beginSchema, openSchema } from './bench-messages.ts';
import { answerParent } from './child.ts';
import { epochNow } from './link-lane.ts';
import type { Hold, LinkRecord } from './link-truth.ts';
import { type Link, startLink } from './linkemu.ts';
import { runAt } from './precise-timer.ts';
import { StreamTap } from './stream-tap.ts';

/**
 * The emulated link and the servers behind it, in a process of their own: what a
 * bench or a browser does beside them must not weigh on them.
 */

const target = await startTarget({ host: '127.0.0.1' });
const cloudflare = await startCloudflareEndpoint();
let link: Link | undefined;
let record: LinkRecord | undefined;
let tap = new StreamTap();
let cancels: (() => void)[] = [];

function opened(): Link {
  if (link === undefined) throw new Error('No link is open.');
  return link;
}

answerParent({
  /** A link with a constant delay until it begins; answers its port, and one for the raw client. */
  async open(value) {
    const { server, rttMs } = v.parse(openSchema, value);
    const { port } = typeof server === 'object' ? server : server === 'reference' ? target : cloudflare;
    tap = new StreamTap();
    link = await startLink({
      target: { host: '127.0.0.1', port },
      delay: rttMs,
      // The processes' own servers do not stream, and reading along would cost their figures.
      ...(typeof server === 'object' ? { tap: (passage, data) => tap.take(passage, data) } : {}),
    });
    return { port: link.port, rawPort: await link.secondPort() };
  },
  /** From now on the link does as told. */
  begin(value) {
    const { delay, holds } = v.parse(beginSchema, value);
    const running = opened();
    running.setDelay(delay);
    const startedMs = performance.now();
    const done: Hold[] = [];
    record = { startedEpochMs: performance.timeOrigin + startedMs, delay, holds: done };
    cancels = holds.map(({ kind, atMs, ms }) =>
      runAt(startedMs + atMs, () => {
        const fromEpochMs = epochNow();
        running[kind](ms);
        done.push({ kind, fromEpochMs, toEpochMs: fromEpochMs + ms });
      }),
    );
  },
  /** Closes the link; answers what it did, and all that passed. */
  async end() {
    for (const cancel of cancels.splice(0)) cancel();
    const ending = opened();
    await ending.close();
    link = undefined;
    return { record, passages: [...ending.injected()], streams: tap.answers() };
  },
});
