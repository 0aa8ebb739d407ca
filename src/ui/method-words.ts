import type { Campaign, PartSchedule } from '../core/campaign.ts';
import type { ProbeSpec } from '../core/plan.ts';
import { TIMING_SOURCES } from '../core/sample.ts';
import type { Exclusions } from '../report/methods-types.ts';
import type { ProbeReport } from '../report/types.ts';
import { formatCount, formatMs, formatShare, plural } from './format.ts';
import { TIMING_NAMES } from './words.ts';

/** The longest number that stands in an address as it is: sizes and counts, no key. */
const PLAIN_NUMBER = /^\d{1,9}$/;

/**
 * An address as a report names it: values in its query may be keys, so that numbers
 * alone are shown, and nothing of a user, a password or a fragment.
 */
export function plainAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const { protocol, host, pathname, search, searchParams } = new URL(address);
  const parts = [...searchParams].map(([name, value]) =>
    PLAIN_NUMBER.test(value) ? `${name}=${value}` : value === '' ? '…' : `${name}=…`,
  );
  const query = search === '' ? '' : `?${parts.join('&')}`;
  return `${protocol}//${host}${pathname}${query}`;
}

/** When a probe was due. */
export function scheduleWords({
  intervalMs,
  jitter,
  arrivals,
  timeoutMs,
}: Pick<ProbeSpec, 'intervalMs' | 'jitter' | 'arrivals' | 'timeoutMs'>): string {
  const every = `${formatMs(intervalMs)} ms`;
  const due =
    arrivals === 'poisson'
      ? `due at the times of a Poisson process with a mean gap of ${every}`
      : jitter === 0
        ? `due every ${every}, without jitter`
        : `due every ${every}, each moved by up to ${formatShare(jitter)} of that to either side`;
  return `Open loop: ${due}, whatever the answers do. An answer is waited for ${formatMs(timeoutMs)} ms.`;
}

/** When a probe of merged campaigns was due in each of them; those that asked alike stand together. */
export function mergedScheduleWords(schedules: readonly PartSchedule[] | undefined, probe: string): string {
  const lead = 'The merged campaigns had schedules and seeds of their own';
  const alike = new Map<string, string[]>();
  for (const { campaign, seed, probes } of schedules ?? []) {
    const spec = probes.find(({ name }) => name === probe);
    if (spec === undefined) continue;
    const words = scheduleWords(spec);
    alike.set(words, [...(alike.get(words) ?? []), `${campaign} (seed ${seed})`]);
  }
  if (alike.size === 0) return `${lead}, which the record does not hold.`;
  return [`${lead}.`, ...[...alike].map(([words, parts]) => `${parts.join(', ')}: ${words}`)].join(' ');
}

/** What is in no figure, or in no round trip, and how much of it there was. */
export function exclusionWords({
  warmUp,
  unmeasured,
  newConnection,
  withoutRtt,
  answered,
}: Exclusions): string {
  const none = 'No due time is left out of the figures.';
  const parts = [
    warmUp === 0 ? '' : `${plural(warmUp, 'warm-up request')}`,
    unmeasured === 0 ? '' : `${plural(unmeasured, 'unmeasured due time')}`,
  ].filter((part) => part !== '');
  const out = parts.length === 0 ? none : `In no figure: ${parts.join(' and ')}.`;
  const without = [
    newConnection === 0 ? '' : `${formatCount(newConnection)} came on a new connection`,
    withoutRtt === 0 ? '' : `${formatCount(withoutRtt)} gave no reading of one`,
  ].filter((part) => part !== '');
  if (answered === 0) return out;
  return without.length === 0
    ? `${out} All ${plural(answered, 'answer')} have a round trip.`
    : `${out} Of ${plural(answered, 'answer')} not in the round trips: ${without.join(', ')}.`;
}

export function timingWords({ timingSources }: ProbeReport): string {
  return TIMING_SOURCES.filter((source) => (timingSources[source] ?? 0) > 0)
    .map((source) => `${formatShare(timingSources[source])} ${TIMING_NAMES[source]}`)
    .join('; ');
}

export function clockWords({
  clockResolutionMs,
  crossOriginIsolated,
}: NonNullable<Campaign['environment']>): string {
  if (clockResolutionMs === undefined) return 'No step of the clock was seen: how fine it is, is not known.';
  const step =
    clockResolutionMs < 1 ? `${Math.round(clockResolutionMs * 1000)} µs` : `${clockResolutionMs} ms`;
  const why = crossOriginIsolated
    ? 'the page is cross-origin isolated'
    : 'coarser than it could be: the page is not cross-origin isolated';
  return `Steps of ${step}; ${why}.`;
}
