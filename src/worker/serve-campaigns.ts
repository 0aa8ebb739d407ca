import { expose } from 'comlink';
import { CampaignSession } from './campaign-session.ts';
import { EndpointCheck } from './endpoint-check.ts';
import { catchFaults } from './faults.ts';
import type { CampaignApi } from './protocol.ts';

/** Answers the page as the one place that probes. `behindServiceWorker`: its requests pass a `fetch` listener. */
export function serveCampaigns(behindServiceWorker = false): void {
  let session: CampaignSession | undefined;
  let shown = true;
  const endpoint = new EndpointCheck(behindServiceWorker);
  catchFaults((error) => session?.fault(error));
  const api: CampaignApi = {
    async run(campaignId, secrets, onSnapshot, from) {
      if (session !== undefined) throw new Error('A campaign is running in this tab already. Stop it first.');
      endpoint.cancel();
      const mine = new CampaignSession(campaignId, secrets, onSnapshot, { behindServiceWorker, ...from });
      mine.watch(shown);
      session = mine;
      try {
        return await mine.run();
      } finally {
        session = undefined;
      }
    },
    async stop() {
      await session?.stop();
    },
    async handOver() {
      return session?.handOver() ?? false;
    },
    async watch(isShown) {
      shown = isShown;
      session?.watch(isShown);
    },
    async event(kind, detail) {
      session?.event(kind, detail);
    },
    async check(probes, secrets, onProgress) {
      if (session !== undefined)
        throw new Error('A campaign is running in this tab; a check would stand in its way. Stop it first.');
      return await endpoint.check(probes, secrets, onProgress);
    },
    async cancelCheck() {
      endpoint.cancel();
    },
  };
  expose(api);
  // The page waits for this: a script that cannot be loaded would leave its calls unanswered.
  postMessage('ready');
}
