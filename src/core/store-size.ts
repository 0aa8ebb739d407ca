import type { Campaign } from './campaign.ts';
import type { Plan, ProbeKind } from './plan.ts';

/**
 * Bytes that a sample takes on disk once it is sealed, about. Measured by the browsers' own estimate
 * (`npm run bench -- store`: a million http samples, 300,000 echoes, 10,000 answers of 64 tokens): 13.7, 13.6 and 134 in Chromium, 14.9, 15.0
 * and 140 in Firefox; up to 2 more, and 20 of an answer, on a machine that has run for weeks.
 */
const SAMPLE_BYTES: Record<ProbeKind, number> = { http: 17, websocket: 17, chat: 160 };
/** What the database takes by itself: logs and free pages. */
const FIXED_BYTES = 5e6;

/** What a plan will take of the store, in bytes. */
export function plannedStoreBytes({ probes, durationS }: Pick<Plan, 'probes' | 'durationS'>): number {
  return probes.reduce(
    (sum, { kind, intervalMs }) => sum + Math.ceil((durationS * 1000) / intervalMs) * SAMPLE_BYTES[kind],
    FIXED_BYTES,
  );
}

/** What a stored campaign takes, in bytes, by its counts. */
export function storedBytes({ plan, headlines = [] }: Pick<Campaign, 'plan' | 'headlines'>): number {
  const kinds = new Map(plan.probes.map(({ name, kind }) => [name, kind]));
  return headlines.reduce(
    (sum, { probe, scheduled }) => sum + scheduled * SAMPLE_BYTES[kinds.get(probe) ?? 'http'],
    0,
  );
}
