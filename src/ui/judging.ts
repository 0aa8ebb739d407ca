import type { Campaign } from '../core/campaign.ts';
import type { Plan } from '../core/plan.ts';
import { epochMillis } from '../core/units.ts';
import { type Judgement, yardsticksOf } from '../core/verdict/judgement.ts';
import { door } from '../store/door.ts';
import { refreshCampaigns } from './campaigns.ts';
import { tellChanged } from './other-tabs.ts';

/** The judgement that a checked form asks for; nothing where it asks for what the plan says. */
export function judgementOf({ plan }: Campaign, wanted: Plan, epochMs: number): Judgement | undefined {
  const chosen = yardsticksOf(wanted);
  if (JSON.stringify(chosen) === JSON.stringify(yardsticksOf(plan))) return undefined;
  return { ...chosen, chosenEpochMs: epochMillis(epochMs) };
}

export async function keepJudgement(id: string, judged: Judgement | undefined): Promise<void> {
  await door.judgeCampaign(id, judged);
  await refreshCampaigns();
  tellChanged();
}
