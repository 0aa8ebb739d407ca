import { cleanupOutdatedCaches, PrecacheController } from 'workbox-precaching';

/**
 * The service worker: after the first visit the app opens with no network at
 * all. It answers for the app's own files and for nothing else, and it never
 * takes over a page that is open: a new version waits until the page asks for
 * it, so that it cannot interrupt a campaign.
 */
declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: Parameters<PrecacheController['precache']>[0];
};

const files = new PrecacheController();
files.precache(self.__WB_MANIFEST);
cleanupOutdatedCaches();

self.addEventListener('fetch', (event: FetchEvent) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.endsWith('/')) url.pathname += 'index.html';
  const key = files.getCacheKeyForURL(url.origin + url.pathname);
  if (key !== undefined)
    event.respondWith(files.strategy.handle({ event, request, params: { cacheKey: key } }));
});

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const data: unknown = event.data;
  const isOrder = typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING';
  if (isOrder) event.waitUntil(self.skipWaiting());
});
