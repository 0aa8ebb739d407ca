import { signal } from '@preact/signals';
import { proxy, type Remote, wrap } from 'comlink';
import type { CampaignEvent } from '../core/campaign.ts';
import type { Report } from '../report/types.ts';
import { door } from '../store/door.ts';
import type {
  AnalysisApi,
  CampaignApi,
  ExportFile,
  ExportKind,
  LiveSnapshot,
  Secrets,
} from '../worker/protocol.ts';

/** The newest snapshot of the campaign that runs, or ran last, in this tab. */
export const liveSnapshot = signal<LiveSnapshot | undefined>(undefined);
/** The campaign that this tab is measuring. */
export const runningId = signal<string | undefined>(undefined);
/** Set between the order to stop and the end. */
export const stopping = signal(false);

interface Link<Api> {
  api: Remote<Api>;
  /** Rejects when the worker itself breaks; comlink alone would leave calls unanswered for ever. */
  broken: Promise<never>;
  close: () => void;
}

function linkTo<Api>(worker: Worker, what: string): Link<Api> {
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const detail = event.message === '' || event.message === undefined ? '' : ` (${event.message})`;
      reject(new Error(`The ${what} could not go on${detail}. Reload the page and try again.`));
    });
  });
  broken.catch(() => {});
  return { api: wrap<Api>(worker), broken, close: () => worker.terminate() };
}

let campaignLink: Link<CampaignApi> | undefined;
let analysisLink: Link<AnalysisApi> | undefined;

function campaignWorker(): Link<CampaignApi> {
  campaignLink ??= linkTo<CampaignApi>(
    new Worker(new URL('../worker/campaign.ts', import.meta.url), { type: 'module', name: 'campaign' }),
    'measuring worker',
  );
  return campaignLink;
}

function analysisWorker(): Link<AnalysisApi> {
  analysisLink ??= linkTo<AnalysisApi>(
    new Worker(new URL('../worker/analysis.ts', import.meta.url), { type: 'module', name: 'analysis' }),
    'analysis worker',
  );
  return analysisLink;
}

async function ask<Api, T>(
  link: Link<Api>,
  call: (api: Remote<Api>) => Promise<T>,
  drop: () => void,
): Promise<T> {
  link.broken.catch(drop);
  return await Promise.race([call(link.api), link.broken]);
}

const dropCampaignWorker = () => {
  campaignLink?.close();
  campaignLink = undefined;
};
const dropAnalysisWorker = () => {
  analysisLink?.close();
  analysisLink = undefined;
};

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
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const onSnapshot = (snapshot: LiveSnapshot) => {
    liveSnapshot.value = snapshot;
    if (snapshot.state === 'ended') end();
  };
  const unlock = holdLock(pageLockName(id));
  try {
    const link = campaignWorker();
    await ask(link, (api) => api.run(id, secrets, proxy(onSnapshot)), dropCampaignWorker);
    const stored = await door.getCampaign(id);
    if (stored?.state === 'running') await Promise.race([ended, link.broken]);
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
  await ask(campaignLink, (api) => api.stop(), dropCampaignWorker);
}

/** Adds an event to the running campaign; nothing happens where none runs. */
export async function addEvent(kind: CampaignEvent['kind'], detail: string): Promise<void> {
  if (campaignLink === undefined || runningId.value === undefined) return;
  await ask(campaignLink, (api) => api.event(kind, detail), dropCampaignWorker);
}

/** Computes a report. `onProgress` gets a share from 0 to 1. */
export function loadReport(id: string, onProgress: (share: number) => void): Promise<Report> {
  return ask(analysisWorker(), (api) => api.report(id, proxy(onProgress)), dropAnalysisWorker);
}

/** Makes an export file. `onProgress` gets a share from 0 to 1. */
export function makeExport(
  id: string,
  kind: ExportKind,
  onProgress: (share: number) => void,
): Promise<ExportFile> {
  return ask(analysisWorker(), (api) => api.export(id, kind, proxy(onProgress)), dropAnalysisWorker);
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
