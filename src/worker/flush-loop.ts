import type { Campaign } from '../core/campaign.ts';
import { millis } from '../core/units.ts';
import type { CampaignRun } from '../engine/campaign-run.ts';
import { CampaignDeleted } from '../store/campaign-deleted.ts';
import { NoAnswer } from '../store/no-answer.ts';
import type { SampleWriter } from '../store/sample-writer.ts';
import type { LastFlush } from './flush-at-last.ts';
import type { LiveView } from './live-view.ts';
import type { RoomReserve } from './room-reserve.ts';
import { freeBytes } from './storage-room.ts';
import { isFull, slowWrite, troubleOf } from './store-trouble.ts';

/**
 * With the wait for a quiet moment, and with what the disk takes to write, at most a second: what a
 * crash may cost.
 */
const FLUSH_MS = 400;
const WAITS_MS = millis(100);
const SHOW_MS = 600;
/** A write that takes longer is told. */
const SLOW_MS = 3000;
/** How often the room that is left is looked at. */
const ROOM_EVERY_MS = 10_000;
/** Flushes after which room for a while is looked for. */
const AHEAD_EVERY = 75;
/** What the browser must still give: a reserve has its place in it already. */
const LEAST_QUOTA_BYTES = 1e6;
/** Looks after which an unseen view is summed up. */
const SETTLE_EVERY = 10;

/** What is written and shown all the time. */
export interface Flushed extends LastFlush {
  run: CampaignRun;
  writer: SampleWriter;
  view: LiveView;
  /** Of the campaign's record. */
  patch(): Partial<Campaign>;
  isShown(): boolean;
  /** In place of showing, now and then. */
  settle(): void;
  reserve: RoomReserve;
}

/** Writes what came in, and shows it, each in a quiet moment of its own: both together would hold up probes at high rates. */
export function flushEverySecond(flushed: Flushed): () => void {
  const { run, writer, view, patch, isShown, show, settle, reserve, wasDropped, renewLog } = flushed;
  let turns = 0;
  let looks = 0;
  let over = false;
  let isWriting = false;
  /** When the write began that has no answer yet; those that follow one without an answer go on with it. */
  let unansweredSince: number | undefined;
  /** A write was due while another one was under way. */
  let missed = false;
  const tell = async () => {
    await run.quietMoment(WAITS_MS);
    if (over) return;
    looks += 1;
    if (isShown()) show(run.isDraining ? 'draining' : 'running');
    else if (looks % SETTLE_EVERY === 0) settle();
  };
  const turn = async () => {
    await run.quietMoment(WAITS_MS);
    if (over) return;
    unansweredSince ??= performance.now();
    if (isWriting) {
      missed = true;
      const waitedMs = performance.now() - unansweredSince;
      writer.trim();
      if (waitedMs > SLOW_MS) view.storeTrouble = slowWrite(Math.round(waitedMs / 1000), writer);
      return;
    }
    turns += 1;
    isWriting = true;
    let isAnswered = true;
    try {
      const hasRoom = await isThereRoom(turns % AHEAD_EVERY === 0);
      if (over) return;
      if (reserve.isKept && !hasRoom) endFull();
      reserve.lend();
      writer.set(patch());
      await writer.write();
      view.storeTrouble = undefined;
      if (!over && wasDropped()) await afterDrop();
    } catch (error) {
      isAnswered = !(error instanceof NoAnswer);
      view.storeTrouble = troubleOf(error, writer);
      if (isFull(error)) endFull();
      // The last write then says so.
      if (error instanceof CampaignDeleted) run.stop('user');
    } finally {
      isWriting = false;
      if (isAnswered) unansweredSince = undefined;
    }
    const again = missed;
    missed = false;
    if (again && !over) await turn();
  };
  /** What was lent is taken only before the next write, and lent again at once: so the room is there at that moment. */
  const look = async (isAhead: boolean) =>
    (await reserve.takeBack()) && (!isAhead || (await reserve.hasAhead()));
  const isThereRoom = async (isAhead: boolean) => {
    if (await look(isAhead)) return true;
    await reserve.afterLooks();
    return await look(isAhead);
  };
  /** The last samples find their place in what was kept. */
  const endFull = () => {
    reserve.release();
    run.stop('storage');
  };
  /** Browsers do not always say that it was for want of room. */
  const afterDrop = async () => {
    const hasRoom = await reserve.keep();
    if (hasRoom) await renewLog();
    else if (!over) endFull();
  };
  /** Before the quota is used up. */
  const lookAtRoom = async () => {
    const bytes = await freeBytes();
    if (!over && bytes !== undefined && bytes < LEAST_QUOTA_BYTES) endFull();
  };
  void lookAtRoom();
  const timers = [
    setInterval(() => void turn(), FLUSH_MS),
    setInterval(() => void tell(), SHOW_MS),
    setInterval(() => void lookAtRoom(), ROOM_EVERY_MS),
  ];
  return () => {
    over = true;
    for (const timer of timers) clearInterval(timer);
  };
}
