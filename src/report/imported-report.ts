import type { Campaign } from '../core/campaign.ts';
import type { ProbeReport } from './types.ts';

/**
 * The probes without what an imported recording does not know: when its probes
 * were due, and so how punctual the recorder was.
 */
export function asRecorded({ imported }: Campaign, probes: ProbeReport[]): ProbeReport[] {
  if (imported === undefined) return probes;
  return probes.map((probe) => ({ ...probe, rows: probe.rows.filter(({ metric }) => metric !== 'late') }));
}
