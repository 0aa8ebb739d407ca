import type { PlanInput } from '../core/plan.ts';
import { type Draft, DURATION_UNITS, type ProbeDraft } from './draft-types.ts';
import { limitDraftOf, voiceDraftOf } from './limit-drafts.ts';

let nextKey = 1;

export function probeDraftOf(probe: PlanInput['probes'][number]): ProbeDraft {
  const text = (value: number | undefined, otherwise: number) => String(value ?? otherwise);
  return {
    key: nextKey++,
    kind: probe.kind,
    name: probe.name,
    url: probe.url,
    intervalMs: String(probe.intervalMs),
    jitter: text(probe.jitter, 0.4),
    arrivals: probe.arrivals ?? 'even',
    timeoutMs: text(probe.timeoutMs, probe.kind === 'chat' ? 60_000 : 5000),
    control: probe.role === 'control',
    method: probe.kind === 'http' ? (probe.method ?? 'GET') : 'GET',
    body: probe.kind === 'http' ? (probe.body ?? '') : '',
    bodyBytes: probe.kind === 'http' && probe.bodyBytes !== undefined ? String(probe.bodyBytes) : '',
    noCors: probe.kind === 'http' && probe.mode === 'no-cors',
    connectOnly: probe.kind === 'websocket' && probe.expect === 'connect',
    headers: 'headers' in probe ? headerText(probe.headers) : '',
    subprotocol: probe.kind === 'websocket' ? (probe.subprotocol ?? '') : '',
    payloadBytes: text(probe.kind === 'websocket' ? probe.payloadBytes : undefined, 64),
    protocol: probe.kind === 'chat' ? probe.protocol : 'openai',
    workload: (probe.kind === 'chat' && probe.workload) || '',
    model: probe.kind === 'chat' ? (probe.model ?? '') : '',
    prompt: probe.kind === 'chat' ? (probe.prompt ?? '') : '',
    maxTokens: text(probe.kind === 'chat' ? probe.maxTokens : undefined, 64),
    unique: probe.kind === 'chat' && probe.unique === true,
    warmUp: text(probe.kind === 'chat' ? probe.warmUp : undefined, 0),
    secretHeader: probe.kind === 'chat' && probe.protocol === 'anthropic' ? 'x-api-key' : 'Authorization',
    secretValue: '',
  };
}

function headerText(headers: Record<string, string> | undefined): string {
  return Object.entries(headers ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

/** The form's fields filled from a plan. */
export function draftOf(plan: PlanInput): Draft {
  const { site } = plan;
  const unit =
    (['d', 'h', 'min'] as const).find((name) => plan.durationS % DURATION_UNITS[name] === 0) ?? 's';
  return {
    endpoint: '',
    name: plan.name,
    profile: plan.profile ?? 'custom',
    limits: plan.limits?.map(limitDraftOf),
    voice: voiceDraftOf(plan.voice),
    duration: String(plan.durationS / DURATION_UNITS[unit]),
    durationUnit: unit,
    dataBudgetMB: plan.dataBudgetMB === undefined ? '' : String(plan.dataBudgetMB),
    availabilityTarget: percentText(plan.availabilityTarget),
    siteName: site?.name ?? '',
    link: site?.link ?? 'other',
    latitude: site?.latitude === undefined ? '' : String(site.latitude),
    longitude: site?.longitude === undefined ? '' : String(site.longitude),
    note: site?.note ?? '',
    probes: plan.probes.map(probeDraftOf),
  };
}

/** What the form shows first. */
export function emptyDraft(): Draft {
  return {
    ...draftOf({
      dishprobePlan: 1,
      name: '',
      durationS: 3600,
      dataBudgetMB: 500,
      profile: 'chat-standard',
      probes: [],
    }),
    link: 'starlink',
  };
}

/** A share as percent, without the digits that binary fractions add. */
function percentText(share: number | undefined): string {
  return share === undefined ? '' : String(Number((share * 100).toPrecision(12)));
}
