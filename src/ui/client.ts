import { signal } from '@preact/signals';
import { proxy, type Remote, wrap } from 'comlink';
import type { CampaignEvent } from '../core/campaign.ts';
import type { Report } from '../report/types.ts';
import type {
  AnalysisApi,
  CampaignApi,
  ExportFile,
  ExportKind,
  LiveSnapshot,
  Secrets,
} from '../worker/protocol.ts';
import { startCampaignWorker } from './campaign-worker.ts';

/** The newest snapshot of the campaign that runs, or ran last, in this tab. */
export const liveSnapshot = signal<LiveSnapshot | undefined>(undefined);
/** The campaign that this tab is measuring. */
export const runningId = signal<string | undefined>(undefined);
/** Set between the order to stop and the end. */
export const stopping = signal(false);

interface Link<Api> {
  api: Remote<Api>;
  /** Calls under way: they are rejected when the worker breaks; comlink alone would leave them unanswered for ever. */
  waiting: Set<(error: Error) => void>;
}

function linkTo<Api>(worker: Worker, what: string, drop: () => void): Link<Api> {
  const waiting = new Set<(error: Error) => void>();
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const detail = event.message === '' || event.message === undefined ? '' : ` (${event.message})`;
    const error = new Error(`The ${what} could not go on${detail}. Reload the page and try again.`);
    worker.terminate();
    drop();
    for (const reject of waiting) reject(error);
  });
  return { api: wrap<Api>(worker), waiting };
}

let campaignLink: Link<CampaignApi> | undefined;
let analysisLink: Link<AnalysisApi> | undefined;

async function campaignWorker(): Promise<Link<CampaignApi>> {
  campaignLink ??= linkTo<CampaignApi>(await startCampaignWorker(), 'measuring worker', () => {
    campaignLink = undefined;
  });
  return campaignLink;
}

function analysisWorker(): Link<AnalysisApi> {
  analysisLink ??= linkTo<AnalysisApi>(
    new Worker(new URL('../worker/analysis.ts', import.meta.url), { type: 'module', name: 'analysis' }),
    'analysis worker',
    () => {
      analysisLink = undefined;
    },
  );
  return analysisLink;
}

/** Asks a worker; rejects when it breaks meanwhile, and keeps nothing of the answer once it is given. */
function ask<Api, T>(link: Link<Api>, call: (api: Remote<Api>) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    link.waiting.add(reject);
    call(link.api)
      .then(resolve, reject)
      .finally(() => link.waiting.delete(reject));
  });
}

/** The Web Lock that this tab holds while it measures; other tabs see by it that a campaign is not interrupted. */
export const pageLockName = (id: string) => `dishprobe-page-${id}`;

/**
 * Measures a stored campaign until it ends; resolves once its last state is
 * stored. Rejects with a sentence where it cannot start.
 */
export async function runCampaign(id: string, secrets: Secrets): Promise<void> {
  if (runningId.value !== undefined)
    throw new Error('Another campaign is running in this tab. Stop it first.');
  runningId.value = id;
  liveSnapshot.value = undefined;
  const onSnapshot = (snapshot: LiveSnapshot) => {
    liveSnapshot.value = snapshot;
  };
  const unlock = holdLock(pageLockName(id));
  try {
    await ask(await campaignWorker(), (api) => api.run(id, secrets, proxy(onSnapshot)));
  } finally {
    await unlock();
    stopping.value = false;
    runningId.value = undefined;
  }
}

/** Stops the running campaign in order. */
export async function stopCampaign(): Promise<void> {
  if (campaignLink === undefined || stopping.value) return;
  stopping.value = true;
  await ask(campaignLink, (api) => api.stop());
}

/** Adds an event to the running campaign; nothing happens where none runs. */
export async function addEvent(kind: CampaignEvent['kind'], detail: string): Promise<void> {
  if (campaignLink === undefined || runningId.value === undefined) return;
  await ask(campaignLink, (api) => api.event(kind, detail));
}

/** Computes a report. `onProgress` gets a share from 0 to 1. */
export function loadReport(id: string, onProgress: (share: number) => void): Promise<Report> {
  return ask(analysisWorker(), (api) => api.report(id, proxy(onProgress)));
}

/** Makes an export file. `onProgress` gets a share from 0 to 1. */
export function makeExport(
  id: string,
  kind: ExportKind,
  onProgress: (share: number) => void,
): Promise<ExportFile> {
  return ask(analysisWorker(), (api) => api.export(id, kind, proxy(onProgress)));
}

/** Returns the function that lets go; it resolves once other pages, and this one, see the lock gone. */
function holdLock(name: string): () => Promise<void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const released = navigator.locks?.request(name, () => held).catch(() => {}) ?? Promise.resolve();
  return async () => {
    letGo();
    await released;
  };
}
