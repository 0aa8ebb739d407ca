import type { Decision, ShareEstimate } from './attainment.ts';
import type { Limit } from './limits.ts';

/** `not-ruled-out`: all limits are kept, which proves nothing for this workload. */
export type Answer = Decision | 'not-ruled-out' | 'no-limits';

/** One limit at one probe. */
export interface Finding {
  limit: Limit;
  /** Absent where no probe of the plan measures the metric. */
  probe?: string | undefined;
  /** Absent where nothing was measured. */
  estimate?: ShareEstimate | undefined;
  decision: Decision;
}

/**
 * Met: every limit is met at every probe that measured it, and was measured by
 * one at least. Not met: any is not. Each "met" has an error of 2.5 %, and all of
 * them together no larger one (an intersection-union test: Berger 1982); that of
 * "not met" grows with the number of findings, to 2.5 % times it at most.
 */
export function overall(findings: readonly Finding[], canProve: boolean): Answer {
  if (findings.length === 0) return 'no-limits';
  const told = telling(findings);
  if (told.some(({ decision }) => decision === 'not-met')) return 'not-met';
  if (told.some(({ decision }) => decision !== 'met')) return 'not-enough-data';
  return canProve ? 'met' : 'not-ruled-out';
}

/** All but those of a probe that did not measure what another one did: they stand beside, and decide nothing. */
export function telling<T extends Finding>(findings: readonly T[]): T[] {
  const seen = new Set(findings.filter(({ estimate }) => estimate !== undefined).map(({ limit }) => limit));
  return findings.filter(({ limit, estimate }) => estimate !== undefined || !seen.has(limit));
}

/** The finding that the answer hangs on: of those that make it what it is, the one with the least to spare. */
export function decisive<T extends Finding>(findings: readonly T[]): T | undefined {
  const measured = findings.filter(({ estimate }) => estimate?.share !== undefined);
  const missed = measured.filter(({ decision }) => decision === 'not-met');
  const open = measured.filter(({ decision }) => decision === 'not-enough-data');
  const those = missed.length > 0 ? missed : open.length > 0 ? open : measured;
  return those.reduce<T | undefined>(
    (least, finding) => (least === undefined || spareOf(finding) < spareOf(least) ? finding : least),
    undefined,
  );
}

/** Missed share by allowed share: 1 at the target, less is better. Tells how near 97 % of 95 and 99.5 % of 99 are. */
const spareOf = ({ limit, estimate }: Finding) => -(1 - (estimate?.share ?? 1)) / (1 - limit.share);
