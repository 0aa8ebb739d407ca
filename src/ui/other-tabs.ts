import { signal } from '@preact/signals';
import { door } from '../store/door.ts';
import type { LiveSnapshot } from '../worker/protocol.ts';
import { TabLine, type TabMessage } from './tab-messages.ts';

/** How often a tab that looks on says so, and after what time without word it has gone. */
const SAY_EVERY_MS = 4000;
const GONE_AFTER_MS = 3 * SAY_EVERY_MS;

/** What happens to the running campaign when the tab that measures it is closed. */
export type WhenClosed = 'go-on' | 'stop';
export const whenClosed = signal<WhenClosed>('go-on');
const SETTING = 'when-tab-closes';

/** A tab with another version of the app measures: what it shows cannot be shown here. */
export const strangerMeasures = signal(false);

/** What the other parts of the page do for the tabs. */
interface Parts {
  /** Something is stored or set anew. */
  onChanged(): void;
  onSnapshot(snapshot: LiveSnapshot): void;
  onStop(campaignId: string): void;
  /** The tab that measures it was told to stop. */
  onStopping(campaignId: string): void;
  onNote(campaignId: string, text: string): void;
  /** Another tab looks on, or none does any more. */
  onWatched(): void;
  /** This tab wants to see what another one measures. */
  wantsToWatch(): boolean;
}

let parts: Parts | undefined;
const tab = crypto.getRandomValues(new Uint32Array(2)).join('-');
/** Tabs that look on, and when they said so last. */
const watchers = new Map<string, number>();
/** Absent before the page listens: a part of it that stands alone, as in a test, tells nobody. */
let line: TabLine | undefined;

/** Listens to the other tabs from now on. */
export async function startTabs(its: Parts): Promise<void> {
  parts = its;
  line = new TabLine(receive, () => {
    strangerMeasures.value = true;
  });
  setInterval(sayWhetherWatching, SAY_EVERY_MS);
  document.addEventListener('visibilitychange', sayWhetherWatching);
  await readWhenClosed();
}

export function tellChanged(): void {
  line?.tell({ kind: 'changed' });
}

/** Shows others what is measured here, as long as anybody looks on. */
export function tellSnapshot(snapshot: LiveSnapshot): void {
  if (isWatched() || snapshot.state === 'ended') line?.tell({ kind: 'snapshot', snapshot });
}

/** Whether another tab looks on. One that has not said so for a while has gone. */
export function isWatched(): boolean {
  const now = performance.now();
  for (const [name, heardMs] of watchers) if (now - heardMs > GONE_AFTER_MS) watchers.delete(name);
  return watchers.size > 0;
}

export const askToStop = (campaignId: string) => line?.tell({ kind: 'stop', campaignId });
export const tellStopping = (campaignId: string) => line?.tell({ kind: 'stopping', campaignId });
export const askToNote = (campaignId: string, text: string) => line?.tell({ kind: 'note', campaignId, text });

/** Says at once what is else said every few seconds: so that the first figures do not wait. */
export function sayWhetherWatching(): void {
  const shown = !document.hidden && (parts?.wantsToWatch() ?? false);
  if (shown || wasShown) line?.tell({ kind: 'watching', tab, shown });
  wasShown = shown;
}
let wasShown = false;

export async function chooseWhenClosed(choice: WhenClosed): Promise<void> {
  whenClosed.value = choice;
  await door.setSetting(SETTING, choice);
  tellChanged();
}

/** As it is stored: another tab may have chosen. */
export async function readWhenClosed(): Promise<WhenClosed> {
  whenClosed.value = (await door.getSetting(SETTING)) === 'stop' ? 'stop' : 'go-on';
  return whenClosed.value;
}

function receive(message: TabMessage): void {
  if (parts === undefined) return;
  if (message.kind === 'changed') {
    void readWhenClosed().catch(() => {});
    parts.onChanged();
  } else if (message.kind === 'snapshot') {
    strangerMeasures.value = false;
    parts.onSnapshot(message.snapshot);
  } else if (message.kind === 'stop') parts.onStop(message.campaignId);
  else if (message.kind === 'stopping') parts.onStopping(message.campaignId);
  else if (message.kind === 'note') parts.onNote(message.campaignId, message.text);
  else {
    const before = isWatched();
    if (message.shown) watchers.set(message.tab, performance.now());
    else watchers.delete(message.tab);
    if (isWatched() !== before) parts.onWatched();
  }
}
