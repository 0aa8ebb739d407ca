import type { PlanInput } from '../core/plan.ts';
import { type Draft, DURATION_UNITS, type ProbeDraft } from './draft-types.ts';

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
    timeoutMs: text(probe.timeoutMs, probe.kind === 'chat' ? 60_000 : 5000),
    control: probe.role === 'control',
    method: probe.kind === 'http' ? (probe.method ?? 'GET') : 'GET',
    body: probe.kind === 'http' ? (probe.body ?? '') : '',
    headers: 'headers' in probe ? headerText(probe.headers) : '',
    subprotocol: probe.kind === 'websocket' ? (probe.subprotocol ?? '') : '',
    payloadBytes: text(probe.kind === 'websocket' ? probe.payloadBytes : undefined, 64),
    model: probe.kind === 'chat' ? (probe.model ?? '') : '',
    prompt: probe.kind === 'chat' ? (probe.prompt ?? '') : '',
    maxTokens: text(probe.kind === 'chat' ? probe.maxTokens : undefined, 64),
    secretHeader: 'Authorization',
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
    duration: String(plan.durationS / DURATION_UNITS[unit]),
    durationUnit: unit,
    dataBudgetMB: plan.dataBudgetMB === undefined ? '' : String(plan.dataBudgetMB),
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
