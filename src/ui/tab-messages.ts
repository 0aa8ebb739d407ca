import type { LiveSnapshot } from '../worker/protocol.ts';

declare const __APP_VERSION__: string;

/** What the tabs of one browser tell each other. */
export type TabMessage =
  /** A tab has begun to measure, or what is stored or set has changed. */
  | { kind: 'changed' }
  /** What the measuring tab shows, for those that watch. */
  | { kind: 'snapshot'; snapshot: LiveSnapshot }
  /** A tab looks on; said again every few seconds as long as it does. */
  | { kind: 'watching'; tab: string; shown: boolean }
  /** The measuring tab is asked to stop, or to keep a note. */
  | { kind: 'stop'; campaignId: string }
  | { kind: 'note'; campaignId: string; text: string };

type Kind = TabMessage['kind'];

/** Fields that each kind has, with the type of their values. */
const FIELDS: Record<Kind, Readonly<Record<string, 'string' | 'boolean' | 'object'>>> = {
  changed: {},
  snapshot: { snapshot: 'object' },
  watching: { tab: 'string', shown: 'boolean' },
  stop: { campaignId: 'string' },
  note: { campaignId: 'string', text: 'string' },
};

/** Other versions of the app may say other things: they are not listened to, but for `changed`. */
const CHANNEL = 'dishprobe-tabs';

/** The line between the tabs. Messages of this tab do not come back to it. */
export class TabLine {
  readonly #channel: BroadcastChannel | undefined;

  constructor(onMessage: (message: TabMessage) => void) {
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isMessage(data)) onMessage(data);
    };
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage({ ...message, version: __APP_VERSION__ });
  }
}

function isMessage(value: unknown): value is TabMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('version' in value))
    return false;
  const { kind, version } = value;
  if (kind === 'changed') return true;
  if (version !== __APP_VERSION__ || typeof kind !== 'string') return false;
  const fields = new Map(Object.entries(FIELDS)).get(kind);
  return (
    fields !== undefined &&
    Object.entries(fields).every(([name, type]) => {
      const field: unknown = Reflect.get(value, name);
      return typeof field === type && field !== null;
    })
  );
}
