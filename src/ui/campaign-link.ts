import type { CampaignApi } from '../worker/protocol.ts';
import { startCampaignWorker, startCleanWorker } from './campaign-worker.ts';
import { ask, type Link, linkTo } from './worker-link.ts';

/** How often a campaign that measures through the service worker looks for the clean worker. */
const LOOK_EVERY_MS = 30_000;

interface CampaignLink extends Link<CampaignApi> {
  clean: boolean;
}

let link: CampaignLink | undefined;
/** The clean worker that waits for the running one to hand over. */
let next: CampaignLink | undefined;
let looking = false;
/** Settled unless one worker is handing over to another: what is asked then waits for the new one. */
let settled: Promise<void> = Promise.resolve();
let settle = () => {};

/** The worker that measures, now or after an exchange that is under way; nothing where none was started. */
export async function campaignLink(): Promise<Link<CampaignApi> | undefined> {
  await settled;
  return link;
}

/** The campaign worker, started where needed; rejects with a sentence where it cannot be. */
export async function startedCampaignLink(): Promise<Link<CampaignApi>> {
  if (link === undefined) {
    const { worker, clean } = await startCampaignWorker();
    link = linkOf(worker, clean);
  }
  return link;
}

/** After a hand-over: the old worker goes, the new one takes its place. */
export function takeNext(): Link<CampaignApi> {
  if (next === undefined) throw new Error('The measuring worker handed over to none.');
  link?.end();
  link = next;
  next = undefined;
  settle();
  return link;
}

/** A campaign has ended. A worker behind the service worker is not kept: the next start looks for the clean one. */
export function campaignEnded(): void {
  settle();
  if (link === undefined || link.clean) return;
  link.end();
  link = undefined;
}

/**
 * Looks for the clean worker as long as the running one is behind the service
 * worker, every 30 s and whenever a network appears; once it is there, the
 * running one is asked to hand over. Returns the function that ends the search.
 */
export function lookForCleanWorker(): () => void {
  const look = () => void exchange().catch(() => {});
  const timer = setInterval(look, LOOK_EVERY_MS);
  addEventListener('online', look);
  return () => {
    clearInterval(timer);
    removeEventListener('online', look);
  };
}

async function exchange(): Promise<void> {
  const old = link;
  if (looking || old === undefined || old.clean || next !== undefined) return;
  looking = true;
  try {
    const worker = await startCleanWorker();
    if (worker === undefined) return;
    const waiting = linkOf(worker, true);
    next = waiting;
    settled = new Promise((resolve) => {
      settle = resolve;
    });
    const given = link === old && (await ask(old, (api) => api.handOver()));
    if (given) return;
    next = undefined;
    waiting.end();
    settle();
  } finally {
    looking = false;
  }
}

function linkOf(worker: Worker, clean: boolean): CampaignLink {
  const made: CampaignLink = {
    ...linkTo<CampaignApi>(worker, 'measuring worker', () => {
      if (link === made) link = undefined;
      if (next === made) next = undefined;
    }),
    clean,
  };
  return made;
}
