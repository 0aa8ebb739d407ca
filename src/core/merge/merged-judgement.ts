import type { Campaign, CampaignEvent } from '../campaign.ts';
import { type EpochMillis, epochMillis } from '../units.ts';
import { type Judgement, judgedPlan, type Yardsticks, yardsticksOf } from '../verdict/judgement.ts';

const sameYardsticks = (a: Yardsticks, b: Yardsticks) =>
  JSON.stringify(yardsticksOf(a)) === JSON.stringify(yardsticksOf(b));

/**
 * What a campaign made of `parts`, in order of time, is judged by in place of what the oldest
 * planned: what the newest is judged by, where that was chosen after it had measured, or where
 * the plans differ. Those of the newest then stood when it was made, after the oldest had
 * measured; or all stood before, and which of them holds was chosen with the merge at `mergedEpochMs`.
 */
export function mergedJudgement(
  parts: readonly Campaign[],
  startEpochMs: number,
  mergedEpochMs: number,
): Judgement | undefined {
  const last = parts.at(-1);
  if (last === undefined || last.judged !== undefined) return last?.judged;
  if (parts.every(({ plan }) => sameYardsticks(plan, last.plan))) return undefined;
  const madeEpochMs = stoodEpochMs(last);
  const chosenEpochMs = madeEpochMs < startEpochMs ? epochMillis(mergedEpochMs) : madeEpochMs;
  return { ...yardsticksOf(last.plan), chosenEpochMs };
}

/** When the plan stood at last: a merged campaign was made after its plan. */
function stoodEpochMs({ createdEpochMs, startedEpochMs }: Campaign): EpochMillis {
  return epochMillis(Math.min(createdEpochMs, startedEpochMs ?? createdEpochMs));
}

/** Whose yardsticks hold where those of the parts differ, for the record; `epochMs`: when the newest began. */
export function judgementNote(parts: readonly Campaign[], epochMs: number): CampaignEvent[] {
  const last = parts.at(-1);
  if (last === undefined) return [];
  const others = parts.filter((part) => !sameYardsticks(judgedPlan(part), judgedPlan(last)));
  if (others.length === 0) return [];
  const names = others.map(({ plan }) => `"${plan.name}"`).join(', ');
  const detail = `When they were merged, the whole took the workload, limits and availability target of "${last.plan.name}", the newest campaign; those of ${names} were others.`;
  return [{ kind: 'note', epochMs: epochMillis(epochMs), detail }];
}
