import type { Clock } from '../core/probe.ts';
import { millis } from '../core/units.ts';
import { CampaignDeleted } from '../store/campaign-deleted.ts';
import { RENEWAL_MEGABYTES } from '../store/renew-log.ts';
import type { SampleWriter } from '../store/sample-writer.ts';
import type { LiveView } from './live-view.ts';
import type { LiveSnapshot } from './protocol.ts';
import { lastTroubleOf } from './store-trouble.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** What is stored at the end of a run, and shown until it is. */
export interface LastFlush {
  writer: Pick<SampleWriter, 'write' | 'flush'>;
  view: Pick<LiveView, 'storeTrouble'>;
  show(state: LiveSnapshot['state']): void;
  reserve: { release(): void };
  /** Whether there is room for so many megabytes. */
  hasRoom(megabytes: number): Promise<boolean>;
  /** Whether the browser dropped the store since the last call of `renewLog`, and released the reserve. */
  wasDropped(): boolean;
  /** After a write that may have been torn. */
  renewLog(): Promise<void>;
}

/**
 * What was measured last is worth waiting for: it is tried again as long as the page lives, since the
 * samples are nowhere else, and a campaign whose end is not stored would be gone on with in another tab.
 * `all` seals whatever can be.
 * @throws CampaignDeleted where the campaign is not stored any more.
 */
export async function flushAtLast(
  { writer, view, show, reserve, hasRoom, wasDropped, renewLog }: LastFlush,
  clock: Clock,
  all = true,
): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      // By itself first: it needs the least room. Sealing is a matter of size and speed alone.
      await writer.write();
      view.storeTrouble = undefined;
      break;
    } catch (error) {
      if (error instanceof CampaignDeleted) throw error;
      view.storeTrouble = lastTroubleOf(error);
      reserve.release();
      show('draining');
      await new Promise<void>((resolve) => clock.at(millis(clock.now() + waitMs), resolve));
    }
  }
  if (all) await writer.flush(true).catch(() => {});
  if (wasDropped() && (await hasRoom(RENEWAL_MEGABYTES))) await renewLog().catch(() => {});
}
