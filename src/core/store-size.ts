import type { Campaign } from './campaign.ts';
import type { Plan, ProbeKind } from './plan.ts';

/**
 * Bytes that a sample takes on disk once it is sealed, about. Measured by the browsers' own estimate
 * on 65,536 samples (chat: 16,384 answers of 64 tokens): 52, 48 and 341 in Chromium, 50, 44 and 338
 * in Firefox.
 */
const SAMPLE_BYTES: Record<ProbeKind, number> = { http: 55, websocket: 50, chat: 350 };
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
