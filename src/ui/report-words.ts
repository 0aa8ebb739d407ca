import { PROBE_ERRORS } from '../core/sample.ts';
import { countOf, durationsOf, longestOf } from '../report/outage-sums.ts';
import type { ProbeReport, Report } from '../report/types.ts';
import { formatCount, formatDuration, formatMs, formatSeconds, formatShare, plural } from './format.ts';
import { ERROR_NAMES, metricName } from './words.ts';

/** The report as a few sentences made of its numbers alone; no verdict. */
export function reportParagraph(report: Report): string[] {
  const place = report.site === '' ? '' : ` at ${report.site}`;
  const first = `${formatDuration(report.observedS)} observed${place}. ${silence(report)}`;
  const probes = report.probes
    .filter((probe) => probe.role !== 'control')
    .slice(0, 4)
    .map(probeSentence);
  return [first, ...probes];
}

function silence({ outages, outageS, unmeasuredS, availability }: Report): string {
  const long = outages.filter((row) => row.kind === 'outage');
  const count = countOf(long, 'outage');
  const longest = longestOf(durationsOf(long)) ?? 0;
  const cut = countOf(
    long.filter((row) => row.cut !== undefined),
    'outage',
  );
  const part = cut === 0 ? '' : ` The filter cuts ${cut} of them: only what lies within counts.`;
  const said =
    long.length === 0
      ? availability?.blindS === undefined
        ? 'No outage over 2 s.'
        : 'No outage was seen, by probes that ask too seldom to see each.'
      : `${plural(count, 'outage')}, ${formatSeconds(outageS)} in all, the longest ${formatSeconds(longest)}.${part}`;
  return unmeasuredS > 0 ? `${said} ${formatDuration(unmeasuredS)} went unmeasured.` : said;
}

function probeSentence(probe: ProbeReport): string {
  const { counts, name, headline } = probe;
  const answered = counts.ok + counts.late;
  const share = counts.scheduled === 0 ? undefined : answered / counts.scheduled;
  const head = `${name} answered ${formatCount(answered)} of ${formatCount(counts.scheduled)} requests (${formatShare(share)}).`;
  const row = probe.rows.find(({ metric, population }) => metric === headline && population === 'ok');
  const parts = [
    ['50 %', row?.p50],
    ['95 %', row?.p95],
    ['99 %', row?.p99],
  ] as const;
  const within = parts.flatMap(([part, ms]) =>
    ms === undefined ? [] : [`${part} within ${formatMs(ms)} ms`],
  );
  return within.length === 0 ? head : `${head} ${metricName(headline)}: ${within.join(', ')}.`;
}

/** What became of the due times of a probe that were not answered in time, with the kinds of error. */
export function lossWords({ counts, errors }: ProbeReport): string {
  const { scheduled, ok, late, timeout, failed, skipped, unmeasured } = counts;
  const lost = scheduled - ok - late;
  const kinds = PROBE_ERRORS.flatMap((error) => {
    const count = errors[error] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${ERROR_NAMES[error]}`];
  });
  const ways = [
    timeout > 0 ? `${formatCount(timeout)} timed out` : '',
    failed > 0 ? `${formatCount(failed)} failed${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}` : '',
    skipped > 0 ? `${formatCount(skipped)} not sent because too many were still open` : '',
  ].filter((way) => way !== '');
  return [
    lost === 0
      ? `None of ${plural(scheduled, 'request')} was lost.`
      : `${formatCount(lost)} of ${plural(scheduled, 'request')} lost (${formatShare(lost / scheduled)}): ${ways.join(', ')}.`,
    late > 0 ? ` ${formatCount(late)} answered after the timeout.` : '',
    unmeasured > 0 ? ` ${plural(unmeasured, 'due time')} unmeasured.` : '',
  ].join('');
}
