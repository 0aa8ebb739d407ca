import type { ProbeReport } from '../report/types.ts';
import type { UnplannedEnd, VerdictReport } from '../report/verdict-types.ts';
import { bothTimes } from './format-time.ts';

/** Which interval decided, and why that one. */
export function methodWords({ by, unplanned = 'ended-early', limits }: VerdictReport): string | undefined {
  const methods = [...new Set(limits.flatMap(({ estimate }) => estimate?.method ?? []))];
  if (methods.length === 0) return undefined;
  const method = methods.join('; availability: ');
  const why =
    by === 'planned-end'
      ? 'Decided once, at the planned end of the campaign.'
      : `${UNPLANNED_WORDS[unplanned]}, so it is decided by an interval that stays true however often somebody looks, and is wider for it.`;
  const isFlawless = limits.some(
    ({ limit, estimate }) => limit.metric !== 'availability' && estimate?.share === 1,
  );
  return `${why} Method: ${method}.${isFlawless ? ` ${FLAWLESS}` : ''}`;
}

/** Without a miss there is no variance to be seen, and what stands in its place is an assumption. */
const FLAWLESS =
  'Where nothing was missed, each slot of 15 s counts as one request instead. That is an assumption: misses that come minutes long, once in hours, may not have come yet, and their like makes such a link worse than the interval.';

const UNPLANNED_WORDS: Record<UnplannedEnd, string> = {
  'ended-early': 'The campaign did not run to its planned end',
  imported: 'An imported file does not say how long it was meant to be',
  merged: 'Which campaigns were merged may have been chosen for what they show',
  filtered: 'A filter may have been chosen for what it shows',
};

/** That the limits were chosen after measuring, and what that takes from a verdict. */
export function chosenWords({ chosenEpochMs, limits }: VerdictReport): string | undefined {
  if (chosenEpochMs === undefined || limits.length === 0) return undefined;
  return `The limits were chosen on ${bothTimes(chosenEpochMs)}, after measuring: they may have been chosen for what was seen, so this verdict is weaker than one whose limits stood in the plan.`;
}

/** That a limit on round trips judges the endpoint's own time as well, where it does not tell that. */
export function serverTimeWords({
  verdict,
  probes,
}: {
  verdict: VerdictReport;
  probes: readonly Pick<ProbeReport, 'name' | 'kind' | 'rows'>[];
}): string | undefined {
  const judged = new Set(
    verdict.limits.flatMap(({ limit, probe }) => (limit.metric === 'rtt' ? [probe] : [])),
  );
  const names = probes
    .filter(({ name, kind, rows }) => {
      const countOf = (wanted: string) =>
        rows.find(({ metric, population }) => metric === wanted && population === 'ok')?.n ?? 0;
      return kind === 'http' && judged.has(name) && countOf('server') < countOf('rtt') / 2;
    })
    .map(({ name }) => `"${name}"`);
  if (names.length === 0) return undefined;
  return `The round trips of ${names.join(' and ')} hold the time that the endpoint itself took, which does not tell it (Server-Timing: app;dur=…): what is over a limit may be the endpoint’s.`;
}
