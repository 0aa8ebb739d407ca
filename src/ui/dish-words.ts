import type { RingClock } from '../core/dish/history-types.ts';
import type { DishReport, DishRow, DishSource } from '../report/dish-types.ts';
import { formatCount, formatDuration, formatMs, formatSeconds, plural } from './format.ts';
import { bothTimes } from './format-time.ts';

/** How to get the file. */
export const DISH_COMMAND =
  'grpcurl -plaintext -d \'{"get_history":{}}\' 192.168.100.1:9200 SpaceX.API.Device.Device/Handle > history.json';

export const SEEN_NAMES: Record<DishRow['seen'], string> = {
  both: 'both',
  dish: 'the dish only',
  ours: 'the probes only',
};

/** A ring that lies elsewhere would contradict the very outages that it saw. */
const NOT_COMPARED = '; so none of its seconds is compared';

const RING_WORDS: Record<RingClock, string> = {
  outages: 'placed by the outages that the dish lists, which carry GPS time',
  'file-date': `assumed: it is taken to end when the file was last changed${NOT_COMPARED}`,
  import: `assumed: it is taken to end when it was imported${NOT_COMPARED}`,
};

/** What the two records have in common, as sentences. */
export function dishWords({ sources, rows, shared, alone, notLink }: DishReport): string {
  if (shared === undefined && sources.every(({ listed, endFrom }) => listed === 0 && endFrom !== 'outages'))
    return 'The dish lists no outage, and when its ring ended is only assumed, so that nothing can be compared.';
  if (shared === undefined)
    return 'The dish’s record, as far as its time is known, and this campaign do not overlap, so that nothing can be compared.';
  const words = [seen(rows, 'both'), seen(rows, 'dish'), seen(rows, 'ours')];
  const first = `From ${bothTimes(shared.start)}, for ${formatDuration((shared.end - shared.start) / 1000)}: ${words.join('; ')}.`;
  const left = [
    alone.dish > 0 ? `${formatCount(alone.dish)} of the dish while nobody probed` : '',
    alone.ours > 0 ? `${formatCount(alone.ours)} of the probes outside the dish’s record` : '',
  ].filter((part) => part !== '');
  return [
    first,
    ...(left.length === 0 ? [] : [`Not compared: ${left.join(', ')}.`]),
    ...(notLink === 0
      ? []
      : [
          `Left out: ${plural(notLink, 'failure')} that the control probes laid on the endpoint or the local network, with what the dish saw meanwhile.`,
        ]),
  ].join(' ');
}

function seen(rows: readonly DishRow[], who: DishRow['seen']): string {
  const those = rows.filter((row) => row.seen === who);
  const seconds = those.reduce((sum, row) => sum + (who === 'dish' ? row.dishMs : row.oursMs), 0) / 1000;
  const by = who === 'both' ? 'seen by both' : `by ${SEEN_NAMES[who]}`;
  return those.length === 0
    ? `none ${by}`
    : `${plural(those.length, 'failure')} ${by} (${formatSeconds(seconds)})`;
}

/** Where one file comes from and how far it can be trusted. */
export function sourceWords({ file, ring, endFrom, listed, silentS, unknownS, latency }: DishSource): string {
  const pings =
    latency.p50 === undefined
      ? ''
      : ` Its pings to the point of presence: 50 % within ${formatMs(latency.p50)} ms${latency.p95 === undefined ? '' : `, 95 % within ${formatMs(latency.p95)} ms`}; no end-to-end times.`;
  const unknown = unknownS === 0 ? '' : ` Of ${plural(unknownS, 'second')} the ring has no value.`;
  return `${file}: ${plural(listed, 'outage')} listed; ${plural(silentS, 'silent second')} in a ring of ${formatDuration((ring.end - ring.start) / 1000)} up to ${bothTimes(ring.end)} (${RING_WORDS[endFrom]}).${unknown}${pings}`;
}
