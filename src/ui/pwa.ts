import { effect, signal } from '@preact/signals';
import { keepCleanWorkerAtHand } from './campaign-worker.ts';
import { elsewhere, refreshCampaigns } from './campaigns.ts';
import { runningId } from './client.ts';
import { attempt } from './trouble.ts';

/** Set when a newer version of the app is installed and waits; calling it changes over and reloads. */
export const updateWaiting = signal<(() => Promise<void>) | undefined>(undefined);

/**
 * Registers the service worker. A newer version waits until the user asks for
 * it, and is not offered while a campaign runs: a reload would leave a gap.
 */
export async function startPwa(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // First the one that keeps the main service worker away from the probes; it is active before that one is.
  await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}engine/sw.js`);
  const { Workbox, messageSW } = await import('workbox-window');
  const workbox = new Workbox(`${import.meta.env.BASE_URL}sw.js`);
  let reloading = false;
  workbox.addEventListener('waiting', ({ sw }) => {
    updateWaiting.value = async () => {
      // In another tab too: the change takes the files away that its page may still want.
      await refreshCampaigns();
      if (runningId.value !== undefined || elsewhere.value.size > 0 || sw === undefined) return;
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        if (reloading) return;
        reloading = true;
        location.reload();
      });
      attempt(() => messageSW(sw, { type: 'SKIP_WAITING' }));
    };
  });
  const registration = await workbox.register();
  effect(() => {
    // A long campaign ends: a good moment to look whether something newer is there.
    if (runningId.value === undefined) registration?.update().catch(() => {});
  });
  await navigator.serviceWorker.ready;
  if (runningId.value === undefined) await keepCleanWorkerAtHand();
}
