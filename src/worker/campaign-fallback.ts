import { serveCampaigns } from './serve-campaigns.ts';

/**
 * The campaign worker once more, at an address that the main service worker
 * answers: for a start without any network after the browser dropped the other
 * copy from its HTTP cache. Its probes pass a `fetch` listener and time poorer.
 */
serveCampaigns(true);
