import { signal } from '@preact/signals';
import { proxy } from 'comlink';
import type { CampaignEvent } from '../core/campaign.ts';
import type { CheckFacts, CheckProgress } from '../core/check-facts.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { DataHash } from '../report/data-hash.ts';
import type { Report } from '../report/types.ts';
import type {
  AnalysisApi,
  ExportFile,
  ExportKind,
  LiveSnapshot,
  RecordingResult,
  Secrets,
} from '../worker/protocol.ts';
import {
  campaignEnded,
  campaignLink,
  lookForCleanWorker,
  startedCampaignLink,
  takeNext,
} from './campaign-link.ts';
import { ask, type Link, linkTo } from './worker-link.ts';

/** The newest snapshot of the campaign that runs, or ran last, in this tab. */
export const liveSnapshot = signal<LiveSnapshot | undefined>(undefined);
/** The campaign that this tab is measuring. */
export const runningId = signal<string | undefined>(undefined);
/** Set between the order to stop and the end. */
export const stopping = signal(false);

let analysisLink: Link<AnalysisApi> | undefined;

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

/** The Web Lock that this tab holds while it measures; other tabs see by it that a campaign is not interrupted. */
export const pageLockName = (id: string) => `dishprobe-page-${id}`;

/**
 * Measures a stored campaign until it ends; resolves once its last state is
 * stored. Rejects with a sentence where it cannot start. `atEnd` is awaited before another tab may
 * take the store over, with a newer version of the app.
 */
export async function runCampaign(
  id: string,
  secrets: Secrets,
  atEnd: () => Promise<unknown> = async () => {},
): Promise<void> {
  if (runningId.value !== undefined)
    throw new Error('Another campaign is running in this tab. Stop it first.');
  runningId.value = id;
  liveSnapshot.value = undefined;
  const onSnapshot = (snapshot: LiveSnapshot) => {
    liveSnapshot.value = snapshot;
  };
  const unlock = holdLock(pageLockName(id));
  const endSearch = lookForCleanWorker();
  document.addEventListener('visibilitychange', tellVisibility);
  try {
    let link = await startedCampaignLink();
    tellVisibility();
    let end = await ask(link, (api) => api.run(id, secrets, proxy(onSnapshot), false));
    while (end === 'handed-over') {
      link = takeNext();
      tellVisibility();
      end = await ask(link, (api) => api.run(id, secrets, proxy(onSnapshot), true));
    }
  } finally {
    document.removeEventListener('visibilitychange', tellVisibility);
    endSearch();
    campaignEnded();
    await atEnd().catch(() => {});
    await unlock();
    stopping.value = false;
    runningId.value = undefined;
  }
}

/** Spares a hidden page the snapshots. A worker that is just being exchanged or breaks is told elsewhere. */
function tellVisibility(): void {
  const tell = async () => {
    const link = await campaignLink();
    if (link !== undefined) await ask(link, (api) => api.watch(!document.hidden));
  };
  tell().catch(() => {});
}

/** Stops the running campaign in order. */
export async function stopCampaign(): Promise<void> {
  if (stopping.value) return;
  stopping.value = true;
  const link = await campaignLink();
  if (link === undefined) stopping.value = false;
  else await ask(link, (api) => api.stop());
}

/** Adds an event to the running campaign; nothing happens where none runs. */
export async function addEvent(kind: CampaignEvent['kind'], detail: string): Promise<void> {
  const link = await campaignLink();
  if (link === undefined || runningId.value === undefined) return;
  await ask(link, (api) => api.event(kind, detail));
}

/**
 * Tries the addresses of these probes from the worker that will probe. Resolves
 * with nothing where it was cancelled; rejects with a sentence where it cannot be made.
 */
export async function checkEndpoint(
  probes: ProbeSpec[],
  secrets: Secrets,
  onProgress: (progress: CheckProgress) => void,
): Promise<CheckFacts | undefined> {
  try {
    const link = await startedCampaignLink();
    return await ask(link, (api) => api.check(probes, secrets, proxy(onProgress)));
  } finally {
    if (runningId.value === undefined) campaignEnded();
  }
}

export async function cancelCheck(): Promise<void> {
  const link = await campaignLink();
  if (link !== undefined) await ask(link, (api) => api.cancelCheck());
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

/** Stores a recording as a campaign. `onProgress` gets a share from 0 to 1. */
export function storeRecording(file: File, onProgress: (share: number) => void): Promise<RecordingResult> {
  return ask<AnalysisApi, RecordingResult>(
    analysisWorker(),
    async (api) => await api.importRecording(file, proxy(onProgress)),
  );
}

/** Hashes the samples of a campaign. `onProgress` gets a share from 0 to 1. */
export function computeDataHash(id: string, onProgress: (share: number) => void): Promise<DataHash> {
  return ask(analysisWorker(), (api) => api.dataHash(id, proxy(onProgress)));
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
