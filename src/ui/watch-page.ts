import { refreshCampaigns } from './campaigns.ts';
import { addEvent } from './client.ts';
import { attempt } from './trouble.ts';

/** Notes with the running campaign what only the page can see, and lets Escape close what was opened. */
export function watchPage(): void {
  document.addEventListener('visibilitychange', () => {
    const hidden = document.visibilityState === 'hidden';
    attempt(() =>
      addEvent('visibility', hidden ? 'The page went to the background.' : 'The page came to the front.'),
    );
    if (!hidden) attempt(refreshCampaigns);
  });
  addEventListener('keydown', ({ key, target }) => {
    if (key !== 'Escape' || !(target instanceof Element)) return;
    const opened = target.closest('details[open]');
    opened?.removeAttribute('open');
    opened?.querySelector('summary')?.focus();
  });
  addEventListener('online', () =>
    attempt(() => addEvent('online', 'The browser says that a network is back.')),
  );
  addEventListener('offline', () =>
    attempt(() => addEvent('offline', 'The browser says that there is no network.')),
  );
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    attempt(() => Promise.reject(event.reason));
  });
}
