import { type Draft, DURATION_UNITS, type ProbeDraft } from './draft-types.ts';

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
    return compact({
      ...common,
      subprotocol: subprotocol.trim() || undefined,
      payloadBytes: numberOf(payloadBytes),
    });
  }
  const headers = headersOf(probe.headers);
  if (probe.kind === 'http') {
    const body = probe.method === 'POST' && probe.body !== '' ? probe.body : undefined;
    return compact({ ...common, method: probe.method, body, headers });
  }
  const model = probe.model.trim() || undefined;
  const prompt = probe.prompt || undefined;
  return compact({
    ...common,
    protocol: 'openai',
    model,
    prompt,
    maxTokens: numberOf(probe.maxTokens),
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

function numberOf(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : trimmed;
}

function compact(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
