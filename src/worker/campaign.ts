import { serveCampaigns } from './serve-campaigns.ts';

/** The entry of the campaign worker, built into engine/, where no service worker listens to its requests. */
serveCampaigns();
