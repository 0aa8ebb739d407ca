import { effect, signal } from '@preact/signals';
import { addEvent, runningId } from './client.ts';
import { attempt, sentenceOf } from './trouble.ts';

export type WakeState = 'off' | 'held' | 'released' | 'refused' | 'unsupported';

/** Whether the screen is kept awake for the running campaign. */
export const wakeState = signal<WakeState>('off');

export const WAKE_WORDS: Record<WakeState, { short: string; long: string; good: boolean | undefined }> = {
  off: { short: 'may sleep', long: 'The screen is kept awake only while a campaign runs.', good: undefined },
  held: {
    short: 'kept awake',
    long: 'The browser keeps the screen awake while this page is in front.',
    good: true,
  },
  released: {
    short: 'may sleep',
    long: 'The page is hidden, so the screen may sleep. It is asked for again when you come back.',
    good: false,
  },
  refused: {
    short: 'may sleep',
    long: 'The browser refused to keep the screen awake. Set the laptop not to sleep.',
    good: false,
  },
  unsupported: {
    short: 'may sleep',
    long: 'This browser cannot keep the screen awake. Set the laptop not to sleep.',
    good: false,
  },
};

let lock: WakeLockSentinel | undefined;

/** Keeps the screen awake whenever a campaign runs in this tab, and notes each change with the campaign. */
export function startWakeLock(): void {
  effect(() => {
    if (runningId.value !== undefined) attempt(acquire);
    else attempt(release);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && runningId.value !== undefined) attempt(acquire);
  });
}

async function acquire(): Promise<void> {
  if (!('wakeLock' in navigator)) {
    wakeState.value = 'unsupported';
    return;
  }
  if (lock !== undefined || document.visibilityState !== 'visible') return;
  try {
    lock = await navigator.wakeLock.request('screen');
  } catch (error) {
    wakeState.value = 'refused';
    await addEvent('wake-lock', `The browser refused to keep the screen awake: ${sentenceOf(error)}`);
    return;
  }
  wakeState.value = 'held';
  lock.addEventListener('release', () => {
    lock = undefined;
    if (runningId.value === undefined) return;
    wakeState.value = 'released';
    attempt(() => addEvent('wake-lock', 'The screen is no longer kept awake.'));
  });
  await addEvent('wake-lock', 'The screen is kept awake.');
}

async function release(): Promise<void> {
  wakeState.value = 'off';
  await lock?.release();
  lock = undefined;
}
