import type { Campaign } from '../core/campaign.ts';
import type { Clock } from '../core/probe.ts';
import { millis } from '../core/units.ts';
import type { CampaignRun } from '../engine/campaign-run.ts';
import type { SampleWriter } from '../store/sample-writer.ts';
import type { LiveView } from './live-view.ts';
import type { LiveSnapshot } from './protocol.ts';
import { freeBytes, RESERVE_BYTES } from './storage-room.ts';
import { isFull, slowWrite, troubleOf } from './store-trouble.ts';

/**
 * With the wait for a quiet moment, and with what the disk takes to write, at most a second: what a
 * crash may cost.
 */
const FLUSH_MS = 600;
const WAITS_MS = millis(150);
/** A write that takes longer is told. */
const SLOW_MS = 3000;
/** How often the room that is left is looked at. */
const ROOM_EVERY_MS = 10_000;
/** Flushes after which an unseen view is summed up. */
const SETTLE_EVERY = 10;
const LONGEST_WAIT_MS = 30_000;
const LAST_SAMPLES_LOST =
  'The last samples could not be written to disk. Make room, then go on with the campaign: all before them is stored.';

/** What is written and shown each second. */
export interface Flushed {
  run: CampaignRun;
  writer: SampleWriter;
  view: LiveView;
  /** Of the campaign's record. */
  patch(): Partial<Campaign>;
  isShown(): boolean;
  show(state: LiveSnapshot['state']): void;
  /** In place of showing, now and then. */
  settle(): void;
  /** Gives up what the store keeps for the end on a full disk. */
  makeRoom(): Promise<void>;
  /** False where that was given up, and there is no room for it any more. */
  hasRoom(): Promise<boolean>;
}

/** Writes what came in, and shows it, each in a quiet moment of its own: both together would hold up probes at high rates. */
export function flushEverySecond(flushed: Flushed): () => void {
  const { run, writer, view, patch, isShown, show, settle, hasRoom } = flushed;
  let turns = 0;
  let over = false;
  let writingSince: number | undefined;
  const tell = async () => {
    await run.quietMoment(WAITS_MS);
    if (over) return;
    if (isShown()) show(run.isDraining ? 'draining' : 'running');
    else if (turns % SETTLE_EVERY === 0) settle();
  };
  const turn = async () => {
    await run.quietMoment(WAITS_MS);
    if (over) return;
    turns += 1;
    if (writingSince !== undefined) {
      const waitedMs = performance.now() - writingSince;
      writer.trim();
      if (waitedMs > SLOW_MS) view.storeTrouble = slowWrite(Math.round(waitedMs / 1000), writer);
      void tell();
      return;
    }
    writer.set(patch());
    writingSince = performance.now();
    const written = writer.flush();
    void tell();
    try {
      await written;
      view.storeTrouble = undefined;
      // Browsers do not always say that a full disk is why they dropped the connection.
      if (!over && !(await hasRoom())) run.stop('storage');
    } catch (error) {
      view.storeTrouble = troubleOf(error, writer);
      if (isFull(error)) run.stop('storage');
    } finally {
      writingSince = undefined;
    }
  };
  /** Before the disk or the quota is full: then the last samples still find their place. */
  const lookAtRoom = async () => {
    const bytes = await freeBytes();
    if (!over && bytes !== undefined && bytes < RESERVE_BYTES) run.stop('storage');
  };
  void lookAtRoom();
  const timers = [
    setInterval(() => void turn(), FLUSH_MS),
    setInterval(() => void lookAtRoom(), ROOM_EVERY_MS),
  ];
  return () => {
    over = true;
    for (const timer of timers) clearInterval(timer);
  };
}

/**
 * What was measured last is worth waiting for; a disk that stays full is told to the user.
 * @throws Error with a sentence where it stays full for a minute.
 */
export async function flushAtLast(
  { writer, view, show, makeRoom }: Flushed,
  clock: Clock,
  all = true,
): Promise<void> {
  for (let waitMs = 500; ; waitMs *= 2) {
    try {
      // By itself first: it needs the least room. Sealing is a matter of size and speed alone.
      await writer.flush();
      view.storeTrouble = undefined;
      break;
    } catch (error) {
      view.storeTrouble = troubleOf(error, writer);
      show('draining');
      if (isFull(error)) await makeRoom().catch(() => {});
      if (waitMs > LONGEST_WAIT_MS) throw new Error(LAST_SAMPLES_LOST, { cause: error });
      await new Promise<void>((resolve) => clock.at(millis(clock.now() + waitMs), resolve));
    }
  }
  if (all) await writer.flush(true).catch(() => {});
}
