import type { Plan } from '../core/plan.ts';
import { type Draft, DURATION_UNITS, type ProbeDraft } from './draft-types.ts';
import { limitCandidates, voiceCandidate } from './limit-drafts.ts';
import { numberOf } from './number-of.ts';

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
    ...yardstickCandidates(draft),
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

/** What a campaign is to be judged by, unchecked. */
function yardstickCandidates(draft: Draft) {
  return {
    profile: draft.profile,
    limits: limitCandidates(draft.limits),
    voice: voiceCandidate(draft),
    availabilityTarget: shareOf(draft.availabilityTarget),
  };
}

/** A plan with what a draft says of how to judge it, unchecked. */
export function judgedCandidate(plan: Plan, draft: Draft): unknown {
  return compact({ ...plan, ...yardstickCandidates(draft) });
}

function probeCandidate(probe: ProbeDraft): unknown {
  const common = {
    kind: probe.kind,
    name: probe.name.trim(),
    url: probe.url.trim(),
    intervalMs: numberOf(probe.intervalMs),
    jitter: numberOf(probe.jitter),
    arrivals: probe.arrivals === 'poisson' ? probe.arrivals : undefined,
    timeoutMs: numberOf(probe.timeoutMs),
    role: probe.control ? 'control' : undefined,
  };
  if (probe.kind === 'websocket') {
    const { subprotocol, payloadBytes } = probe;
    return compact({
      ...common,
      subprotocol: subprotocol.trim() || undefined,
      payloadBytes: numberOf(payloadBytes),
      expect: probe.connectOnly ? 'connect' : undefined,
    });
  }
  const headers = headersOf(probe.headers);
  if (probe.kind === 'http') {
    const isPost = probe.method === 'POST';
    return compact({
      ...common,
      method: probe.method,
      body: isPost && probe.body !== '' ? probe.body : undefined,
      bodyBytes: isPost ? numberOf(probe.bodyBytes) : undefined,
      mode: probe.noCors ? 'no-cors' : undefined,
      headers,
    });
  }
  const model = probe.model.trim() || undefined;
  const { protocol, workload } = probe;
  return compact({
    ...common,
    protocol,
    model,
    // A workload brings its own; what was typed comes back with "My own prompt".
    prompt: workload === '' && probe.prompt !== '' ? probe.prompt : undefined,
    workload: workload || undefined,
    maxTokens: numberOf(probe.maxTokens),
    unique: protocol !== 'json' && probe.unique,
    warmUp: numberOf(probe.warmUp),
    headers,
  });
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

/** Percent as a share; 99.9 divided by 100 would bring a rounding error into the plan. */
function shareOf(text: string): number | string | undefined {
  const percent = numberOf(text);
  return typeof percent === 'number' ? Number((percent / 100).toPrecision(12)) : percent;
}

function compact(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
