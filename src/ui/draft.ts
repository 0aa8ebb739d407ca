import type { PlanInput } from '../core/plan.ts';
import { DURATION_UNITS, type Draft, type ProbeDraft } from './draft-types.ts';

/**
 * The plan that a draft stands for, unchecked: a number that does not read as
 * one stays text, so that `checkPlan` names it. Empty fields are left out.
 */
export function candidateOf(draft: Draft): unknown {
  const factor = DURATION_UNITS[draft.durationUnit];
  const duration = numberOf(draft.duration);
  return compact({
    dishprobePlan: 1,
    name: draft.name,
    profile: draft.profile,
    durationS: typeof duration === 'number' ? duration * factor : duration,
    dataBudgetMB: numberOf(draft.dataBudgetMB),
    site: compact({
      name: draft.siteName.trim(),
      link: draft.link,
      latitude: numberOf(draft.latitude),
      longitude: numberOf(draft.longitude),
      note: draft.note,
    }),
    probes: draft.probes.map(probeCandidate),
  });
}

function probeCandidate(probe: ProbeDraft): unknown {
  const common = {
    kind: probe.kind,
    name: probe.name.trim(),
    url: probe.url.trim(),
    intervalMs: numberOf(probe.intervalMs),
    jitter: numberOf(probe.jitter),
    timeoutMs: numberOf(probe.timeoutMs),
    role: probe.control ? 'control' : undefined,
  };
  if (probe.kind === 'websocket') {
    const { subprotocol, payloadBytes } = probe;
    return compact({ ...common, subprotocol: subprotocol.trim() || undefined, payloadBytes: numberOf(payloadBytes) });
  }
  const headers = headersOf(probe.headers);
  if (probe.kind === 'http') {
    const body = probe.method === 'POST' && probe.body !== '' ? probe.body : undefined;
    return compact({ ...common, method: probe.method, body, headers });
  }
  const model = probe.model.trim() || undefined;
  const prompt = probe.prompt || undefined;
  return compact({ ...common, protocol: 'openai', model, prompt, maxTokens: numberOf(probe.maxTokens), headers });
}

/** `Name: value` a line; a line without a colon becomes a name that the plan check refuses. */
function headersOf(text: string): Record<string, string> | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

function numberOf(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : trimmed;
}

function compact(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

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
  const unit = (['d', 'h', 'min'] as const).find((name) => plan.durationS % DURATION_UNITS[name] === 0) ?? 's';
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
    ...draftOf({ dishprobePlan: 1, name: '', durationS: 3600, dataBudgetMB: 500, profile: 'chat-standard', probes: [] }),
    link: 'starlink',
  };
}
