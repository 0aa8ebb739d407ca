import type {
  AvailabilityEstimate,
  AvailabilityReport,
  FaultReport,
  OutageRhythm,
  TargetVerdict,
} from '../report/availability-types.ts';
import { EMPTY, formatAbout, formatDuration, formatSeconds, plural } from './format.ts';

/** With fewer outages than this the interval is wide, and says why. */
const FEW = 10;
const MONTH_S = 30 * 86_400;

/** Digits after the point that show what is lost. */
const digitsOf = (share: number) =>
  share === 1 ? 0 : Math.min(6, Math.max(1, Math.ceil(-Math.log10(100 * (1 - share))) + 1));

/** A share of time as percent, with as many digits as show what is lost: `99.83`, `99.9983`, never rounded to 100. */
export function availabilityPercent(share: number | undefined, digits = digitsOf(share ?? 1)): string {
  if (share === undefined) return EMPTY;
  return share === 1 ? '100' : Math.min(100 * share, 100 - 10 ** -digits).toFixed(digits);
}

/** `99.61 to 99.94 %`, both ends with the same digits. */
export function intervalText({ low, high }: Pick<AvailabilityEstimate, 'low' | 'high'>): string {
  if (low === undefined || high === undefined) return EMPTY;
  const digits = Math.max(digitsOf(low), digitsOf(high));
  return `${availabilityPercent(low, digits)} to ${availabilityPercent(high, digits)} %`;
}

/** With no time lost only the lower end of the interval has nines. */
export function ninesText({ nines, low }: AvailabilityEstimate): string {
  if (nines !== undefined) return nines.toFixed(1);
  return low === undefined ? EMPTY : `over ${(-Math.log10(1 - low)).toFixed(1)}`;
}

/** Mean time between failures; with none, what the rule of three says. */
export function mtbfText({ mtbfS, mtbfLowS }: AvailabilityEstimate): string {
  if (mtbfS !== undefined) return formatAbout(mtbfS);
  return mtbfLowS === undefined ? EMPTY : `over ${formatAbout(mtbfLowS)}`;
}

/** A target as it was typed: `99.9 %`. */
const targetText = (target: number) => `${Number((target * 100).toPrecision(12))} %`;

/** What a manager wants to know of the link, in two or three sentences. */
export function availabilityWords({ link, durations, blindS, cutByFilter }: AvailabilityReport): string {
  const { observedS, downS, outages, share, low, high, mtbfS, longestS } = link;
  if (blindS !== undefined && observedS > 0) return blindWords(link, blindS);
  if (share === undefined || low === undefined || high === undefined)
    return 'The link was not observed for any time, so nothing can be said of it.';
  const time = formatDuration(observedS);
  if (outages === 0 || mtbfS === undefined)
    return `The link was there all of the ${time} in which it was observed: no outage over 2 s.`;
  const median =
    durations.p50 === undefined || cutByFilter > 0
      ? ''
      : `half of them up to ${formatSeconds(durations.p50)}, `;
  const often = outages === 1 ? '' : `, one in ${formatAbout(observedS / outages)} on average`;
  const month = (part: number) => formatAbout((1 - part) * MONTH_S);
  return [
    `The link was there for all but ${formatSeconds(downS)} of the ${time} in which it was observed.`,
    `${plural(outages, 'outage')} over 2 s${often}, ${cutText(outages, cutByFilter) || `${median}the longest`} ${formatSeconds(longestS ?? 0)}.`,
    `A month like this would lose ${month(share)} (from ${month(high)} to ${month(low)}).`,
  ].join(' ');
}

/** Of some outages the filter leaves a part. */
function cutText(outages: number, cut: number): string {
  if (cut === 0) return '';
  return outages === 1
    ? 'of which the filter leaves a part: the longest part'
    : `of ${cut} of which the filter leaves a part, the longest within it`;
}

/** Why there is no availability, what was seen all the same, and the mend. */
function blindWords({ observedS, downS, outages }: AvailabilityEstimate, blindS: number): string {
  const short = Number.isFinite(blindS) ? `of less than about ${formatAbout(blindS)}` : 'of any length';
  const seen =
    outages === 0
      ? 'None was seen.'
      : `${plural(outages, 'outage')} ${outages === 1 ? 'was' : 'were'} seen, ${formatSeconds(downS)} in all from the answers before to those after.`;
  return [
    `Outages ${short} may have passed unseen in the ${formatDuration(observedS)} in which the link was observed, because no probe asked often enough, or waited for a model's answer instead. So no availability is given.`,
    seen,
    'For an availability add a probe of another kind that asks each second or two.',
  ].join(' ');
}

/** What the interval rests on where there are few outages, or none. */
export function fewWords({
  link: { outages, observedS },
  leastNextS,
  blindS,
}: AvailabilityReport): string | undefined {
  if (observedS === 0 || blindS !== undefined || outages >= FEW) return undefined;
  if (outages === 0)
    return `Without an outage only a bound can be given: up to 3 of them may have been missed by chance (rule of three, 95 %), and each is taken to last ${leastNextS} s. That is an assumption; a link whose rare outages last longer is worse than the bound.`;
  return `${plural(outages, 'outage')} ${outages === 1 ? 'is' : 'are'} little to go by, so the interval is wide. It assumes that the next may cost as much as the worst so far, ${leastNextS} s at least.`;
}

const DECISIONS = { met: 'Met', 'not-met': 'Not met', 'not-enough-data': 'Not enough data' } as const;

/** Whether the target is met, and why. */
export function targetWords({
  target,
  decision,
  moreS,
  atEndAlone,
  untold,
}: TargetVerdict): readonly [verdict: string, why: string] {
  const named = targetText(target);
  const why = {
    met: `the whole interval lies at or above the target of ${named}.`,
    'not-met': `the whole interval lies below the target of ${named}.`,
    'not-enough-data': untold
      ? `the target is ${named}, and there is no availability to set beside it.`
      : atEndAlone
        ? `the target is ${named}, and the interval is made for one look, at the planned end of a campaign. This one did not end as planned, or a part of it is shown.`
        : `the target of ${named} lies within the interval.${moreS === undefined ? '' : ` If things go on like this, about ${formatAbout(moreS)} more would decide it.`}`,
  }[decision];
  return [DECISIONS[decision], why];
}

/** What was left out of the observed time. */
export function leftOutWords({ unmeasuredS, localS, cutShort, cutByFilter }: AvailabilityReport): string {
  return [
    unmeasuredS > 0
      ? `${formatDuration(unmeasuredS)} went unmeasured and count as neither up nor down.`
      : 'No time went unmeasured.',
    localS > 0
      ? ` ${formatDuration(localS)} of local outages hid the link and are left out of its time.`
      : '',
    cutShort > 0
      ? ` ${plural(cutShort, 'outage')} had begun before somebody looked, or went on when nobody did any more: the durations of such are lower bounds.`
      : '',
    cutByFilter > 0
      ? ` The filter cuts ${plural(cutByFilter, 'outage')}: ${cutByFilter === 1 ? 'it counts' : 'each counts'} as one, with the time that lies within, so that MTTR and the longest are lower bounds. ${cutByFilter === 1 ? 'It is' : 'They are'} not among the durations and recoveries below.`
      : '',
  ].join('');
}

/** `ping: 59 error statuses; refused 1 time over 2 s, 59 s in all.` */
export function faultWords({
  probe,
  httpStatus,
  throttled,
  streamError,
  spells,
  spellS,
}: FaultReport): string {
  const kinds = [
    httpStatus > 0 ? plural(httpStatus, 'error status', 'error statuses') : '',
    throttled > 0 ? `${plural(throttled, 'request')} throttled` : '',
    streamError > 0 ? plural(streamError, 'error within a stream', 'errors within a stream') : '',
  ].filter((kind) => kind !== '');
  const times =
    spells === 0
      ? 'never two in a row for over 2 s'
      : `in a row for over 2 s ${spells === 1 ? 'once' : `${spells} times`}, ${formatSeconds(spellS)} in all`;
  return `${probe}: ${kinds.join(', ')}; ${times}.`;
}

/** That outages come in a rhythm, and what that may mean. It is a guess, and says so. */
export function rhythmGuess({ periodS, events, inQuarter, isRound }: OutageRhythm): string {
  const often = formatDuration(periodS);
  return [
    `The outages come in a rhythm: about every ${often}, ${inQuarter} of ${events} within the same quarter of it (a quarter of them by chance), from the beginning to the end.`,
    'That looks like something in the dish’s view, which satellites pass behind again and again. It is a guess: where the dish looked was not measured.',
    isRound
      ? `${often} is also what a clock would do: a task that runs on the router, the network or this computer looks the same.`
      : '',
    'Compare the obstruction map of the dish’s own app, or import the dish’s history below.',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
