import { expose } from 'comlink';
import { CampaignSession } from './campaign-session.ts';
import type { CampaignApi } from './protocol.ts';

/** Answers the page as the one place that probes. */
export function serveCampaigns(): void {
  let session: CampaignSession | undefined;
  const api: CampaignApi = {
    async run(campaignId, secrets, onSnapshot) {
      if (session !== undefined) throw new Error('A campaign is running in this tab already. Stop it first.');
      const mine = new CampaignSession(campaignId, secrets, onSnapshot);
      session = mine;
      try {
        await mine.run();
      } finally {
        session = undefined;
      }
    },
    async stop() {
      await session?.stop();
    },
    async event(kind, detail) {
      session?.event(kind, detail);
    },
  };
  expose(api);
  // The page waits for this: a script that cannot be loaded would leave its calls unanswered.
  postMessage('ready');
}
