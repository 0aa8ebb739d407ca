import * as v from 'valibot';
import { snapshotSchema } from './live-snapshot-schema.ts';

declare const __APP_VERSION__: string;

const messageSchema = v.variant('kind', [
  /** A tab has begun to measure, or what is stored or set has changed. */
  v.object({ kind: v.literal('changed') }),
  /** What the measuring tab shows, for those that watch. */
  v.object({ kind: v.literal('snapshot'), snapshot: snapshotSchema }),
  /** A tab looks on; said again every few seconds as long as it does. */
  v.object({ kind: v.literal('watching'), tab: v.string(), shown: v.boolean() }),
  /** The measuring tab is asked to stop, or to keep a note. */
  v.object({ kind: v.literal('stop'), campaignId: v.string() }),
  /** The measuring tab was told to stop, which may not be on disk yet. */
  v.object({ kind: v.literal('stopping'), campaignId: v.string() }),
  v.object({ kind: v.literal('note'), campaignId: v.string(), text: v.string() }),
]);

/** What the tabs of one browser tell each other. */
export type TabMessage = v.InferOutput<typeof messageSchema>;

const CHANNEL = 'dishprobe-tabs';

/** The line between the tabs. Messages of this tab do not come back to it. */
export class TabLine {
  readonly #channel: BroadcastChannel | undefined;

  /** `onStranger`: a tab with another version of the app shows what it measures, which this one cannot read. */
  constructor(onMessage: (message: TabMessage) => void, onStranger: () => void) {
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = readTabMessage(data, __APP_VERSION__);
      if (message === 'stranger') onStranger();
      else if (message !== undefined) onMessage(message);
    };
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage({ ...message, version: __APP_VERSION__ });
  }
}

const headSchema = v.object({ kind: v.string(), version: v.string() });

/**
 * A message that came from another tab; nothing where it is none. What another version of the app than
 * `version` measures may mean other things: it is a `stranger`'s. Its orders are plain enough to be followed.
 */
export function readTabMessage(value: unknown, version: string): TabMessage | 'stranger' | undefined {
  const head = v.safeParse(headSchema, value);
  if (head.success && head.output.kind === 'snapshot' && head.output.version !== version) return 'stranger';
  const read = v.safeParse(messageSchema, value);
  if (!read.success || (read.output.kind === 'snapshot' && !head.success)) return undefined;
  return read.output;
}
