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

  constructor(onMessage: (message: TabMessage) => void) {
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = readTabMessage(data, __APP_VERSION__);
      if (message !== undefined) onMessage(message);
    };
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage({ ...message, version: __APP_VERSION__ });
  }
}

/**
 * A message that came from another tab; nothing where it is none. Other versions of the app than `version`
 * may mean other things: they are not listened to, but for `changed`.
 */
export function readTabMessage(value: unknown, version: string): TabMessage | undefined {
  const read = v.safeParse(messageSchema, value);
  if (!read.success) return undefined;
  if (read.output.kind === 'changed') return read.output;
  const said = v.safeParse(v.object({ version: v.literal(version) }), value);
  return said.success ? read.output : undefined;
}
