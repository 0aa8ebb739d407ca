import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';

/**
 * The service worker: after the first visit the app opens with no network at
 * all. It answers for the app's own files and for nothing else, and it never
 * takes over a page that is open: a new version waits until the page asks for
 * it, so that it cannot interrupt a campaign.
 */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0] };

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const data: unknown = event.data;
  const isOrder = typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING';
  if (isOrder) event.waitUntil(self.skipWaiting());
});
