import type { CheckFacts, ProbeFacts } from '../core/check-facts.ts';
import { chatFindings, chatSocketFindings } from './check-chat.ts';
import { pageFindings } from './check-page.ts';
import { reachFindings } from './check-reach.ts';
import { requestFindings } from './check-request.ts';
import { socketFindings } from './check-socket.ts';
import type { Finding, FindingState, Said } from './check-types.ts';
import type { ProbeDraft } from './draft-types.ts';

/**
 * What the facts of a check mean for the measurement, the endpoint's findings
 * before the page's. What several probes have in common is said once. `drafts`
 * are the probes as checked, by the name that the facts carry; `whole` takes the page in.
 */
export function findingsOf(
  facts: CheckFacts,
  drafts: ReadonlyMap<string, ProbeDraft>,
  whole: boolean,
): Finding[] {
  const all = facts.probes.flatMap((probe) => {
    const draft = drafts.get(probe.name);
    if (draft === undefined) return [];
    const name = draft.name || 'unnamed';
    return ofProbe(probe, draft).map(
      (said): Finding => ({ ...said, state: weigh(said.state, draft), probes: [name], key: draft.key }),
    );
  });
  const page = whole && all.length > 0 ? pageFindings(facts.page) : [];
  return [...merge(all), ...page.map((said): Finding => ({ ...said, probes: [] }))];
}

function ofProbe(probe: ProbeFacts, draft: ProbeDraft): Said[] {
  const reach = reachFindings(probe, draft);
  const { kind, request, socket, chat } = probe;
  if (kind === 'websocket') return [...reach, ...(socket ? socketFindings(probe, socket, draft) : [])];
  if (socket && chat) return [...reach, ...chatSocketFindings(socket, chat, draft)];
  if (request?.first === undefined) return reach;
  return [
    ...reach,
    ...(chat ? chatFindings(request.first, chat, draft) : []),
    ...requestFindings(probe, request),
  ];
}

/** A control probe has to be answered; what else it could measure nobody asks of it. */
function weigh(state: FindingState, { control }: ProbeDraft): FindingState {
  return control && state === 'limits' ? 'info' : state;
}

/** A remedy changes one probe, so findings with one stay apart. */
function merge(findings: readonly Finding[]): Finding[] {
  const merged: Finding[] = [];
  for (const finding of findings) {
    const same = merged.find(
      ({ topic, state, says, remedy }) =>
        topic === finding.topic &&
        state === finding.state &&
        says === finding.says &&
        remedy === undefined &&
        finding.remedy === undefined,
    );
    if (same === undefined) merged.push({ ...finding });
    else same.probes = [...same.probes, ...finding.probes];
  }
  return merged;
}
