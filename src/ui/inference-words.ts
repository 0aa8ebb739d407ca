import type {
  GapDistribution,
  InferenceReport,
  ReaderWait,
  StreamStalls,
} from '../report/inference-types.ts';
import type { MetricRow } from '../report/types.ts';
import { heldFor } from './echo-words.ts';
import { formatCount, formatMs, formatShare, plural } from './format.ts';
import { STALL_CAUSES, STALL_NAMES } from './words.ts';

/** Who told the server's time, and what that says of the wait for a first token. */
export function splitWords(
  { answers, serverSources, roundTrip }: InferenceReport,
  rows: readonly MetricRow[],
): string {
  const sources = Object.entries(serverSources);
  if (sources.length === 0)
    return roundTrip === undefined
      ? 'No answer told the server’s time, and no other probe measured a round trip: the shares of network and server are not known.'
      : `No answer told the server’s time, so its share is not known. The round trips of ${roundTrip.probe} stand beside: they are another distribution, and nothing was subtracted.`;
  const told = sources.reduce((sum, [, n]) => sum + n, 0);
  const by = sources
    .map(([name, n]) => (sources.length === 1 ? name : `${name} ${formatCount(n)}`))
    .join(', ');
  const first = `${formatCount(told)} of ${plural(answers, 'answer')} told the server’s time (${by}).`;
  const p50 = (metric: string) => rows.find((row) => row.metric === metric)?.p50;
  const [server, network] = [p50('server_ttft'), p50('network_ttft')];
  if (server === undefined || network === undefined) return first;
  return `${first} Until the first token, half of the answers took the server at most ${formatMs(server)} ms, and the network at most ${formatMs(network)} ms.`;
}

export function gapWords({ n, zeroShare }: GapDistribution): string {
  const one = zeroShare === 0 ? 'Each chunk came in a read of its own.' : '';
  const many = `${formatShare(zeroShare)} of the gaps are 0: those chunks came in one read with the one before.`;
  return `${plural(n, 'gap')} between chunks, none left out. ${one || many}`;
}

export function stallCountWords({ count, judged, stalledShare, longestMs, byCause }: StreamStalls): string {
  if (judged === 0) return 'No answer had chunks enough to have a pace in which to stall.';
  if (longestMs === undefined) return `None of ${plural(judged, 'answer')} stalled.`;
  const causes = STALL_CAUSES.filter((cause) => byCause[cause] > 0).map(
    (cause) => `${STALL_NAMES[cause]} ${formatCount(byCause[cause])}`,
  );
  return `${plural(count, 'stall')} in ${formatShare(stalledShare)} of ${plural(judged, 'answer')}, the longest ${heldFor(longestMs)}. Made by: ${causes.join(', ')}.`;
}

export function readerWords({ n, p50, p95, counted, wordsPerMin, tokensPerWord }: ReaderWait): string {
  const speed = `A reader of ${wordsPerMin} words a minute (some ${((wordsPerMin * tokensPerWord) / 60).toFixed(1)} tokens a second)`;
  const parts = [
    p50 === undefined ? '' : `at most ${heldFor(p50)} in half of the answers`,
    p95 === undefined ? '' : `at most ${heldFor(p95)} in 95 %`,
  ].filter((part) => part !== '');
  const waits =
    parts.length === 0
      ? `: ${plural(n, 'answer')} are too few for a percentile.`
      : ` waits ${parts.join(', ')}: for the first output, and whenever he has read all that has come.`;
  const guess =
    counted === n
      ? ''
      : ` In ${plural(n - counted, 'answer')} without a count of tokens, each chunk stands for one.`;
  return speed + waits + guess;
}
