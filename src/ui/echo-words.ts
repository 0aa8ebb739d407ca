import type { EchoReport, StallReport } from '../report/types.ts';
import { formatCount, formatMs, formatSeconds, formatShare, plural } from './format.ts';

/** What became of the messages, with the names that the IETF has for it. */
export function echoWords({ sent, lost, broken, late, reordered }: EchoReport): string {
  const known = sent - broken;
  if (sent === 0) return 'No message was sent.';
  if (known === 0)
    return `Whether any of ${plural(sent, 'message')} was lost is not known: the connection broke under all of them.`;
  return [
    lost === 0
      ? `None of ${plural(known, 'message')} was lost`
      : `${formatCount(lost)} of ${plural(known, 'message')} lost (${formatShare(lost / known)}): no echo came, not even late`,
    ' (round-trip loss, RFC 6673). ',
    brokenWords(broken, (lost + broken) / sent),
    late === 0 ? 'No echo came late, ' : `${plural(late, 'echo', 'echoes')} came after the timeout, `,
    `${reordered === 0 ? 'none' : formatCount(reordered)} out of order (RFC 4737).`,
  ].join('');
}

/** Messages of which no echo could come any more; `most`: the share that is lost where all of them are. */
function brokenWords(broken: number, most: number): string {
  if (broken === 0) return '';
  const [were, they] = broken === 1 ? ['was', 'it'] : ['were', 'they'];
  return `${formatCount(broken)} more ${were} under way when the connection broke, and whether ${they} ${were} lost is not known: counted as lost, ${they} would make it ${formatShare(most)}. `;
}

/** The head-of-line stalls in two sentences. */
export function stallWords({ count, held, heldShare, totalMs, longest }: StallReport): string {
  const [worst] = longest;
  if (worst === undefined) return 'No head-of-line stall: no message was seen to wait behind another.';
  const first =
    count === 1
      ? `1 head-of-line stall: it held ${plural(worst.held, 'message')} for ${heldFor(worst.durationMs)}.`
      : `${formatCount(count)} head-of-line stalls, ${formatSeconds(totalMs / 1000)} in all; the longest held ${plural(worst.held, 'message')} for ${heldFor(worst.durationMs)}.`;
  return `${first} ${formatCount(held)} messages (${formatShare(heldShare)} of the answered) were held. While one message was held up, all behind it waited.`;
}

/** `340 ms`, `1.02 s`. */
export function heldFor(ms: number): string {
  return ms < 1000
    ? `${formatMs(ms)} ms`
    : ms < 10_000
      ? `${(ms / 1000).toFixed(2)} s`
      : formatSeconds(ms / 1000);
}
