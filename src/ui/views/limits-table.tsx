import type { Limit } from '../../core/verdict/limits.ts';
import type { LimitVerdict, VerdictReport } from '../../report/verdict-types.ts';
import { ANSWER_WORDS } from '../answer-words.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { WordHeads } from '../components/table-heads.tsx';
import { EMPTY, formatCount, formatSeconds, formatShare, formatShareBeside } from '../format.ts';
import { BASIS_NAMES, limitWords, percent } from '../limit-words.ts';
import { missingWords } from '../verdict-words.ts';

const HEADS = [
  'Limit',
  'Answer',
  'Reached',
  'Target',
  '95 % interval',
  'Good of due',
  'Where the limit comes from',
];

/** Each limit at each probe: what was reached, how sure that is, what was wanted and why. */
export function LimitsTable({ verdict }: { verdict: VerdictReport }) {
  return (
    <ScrollRegion name="Limits of the workload">
      <table class="wide-table stack verdict-table">
        <WordHeads names={HEADS} />
        <tbody>
          {verdict.limits.map((row) => (
            <Row key={`${row.probe} ${limitWords(row.limit)}`} row={row} verdict={verdict} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Row({ row, verdict }: { row: LimitVerdict; verdict: VerdictReport }) {
  const { limit, probe, estimate, without, decision } = row;
  const kept = decision === 'met' && verdict.cannotProve !== undefined;
  const answer = kept ? 'not-ruled-out' : decision;
  return (
    <tr>
      <th scope="row" class="words">
        {limitWords(limit)}
        {probe !== undefined && `, by ${probe}`}
        {limit.leftMs !== undefined && (
          <span class="hint"> ({limit.leftMs} ms of it for the link and the model)</span>
        )}
      </th>
      <td class="words">
        <span class="verdict-mark" data-answer={answer}>
          {ANSWER_WORDS[answer]}
        </span>
      </td>
      {estimate === undefined ? (
        <td class="words" colSpan={4}>
          {missingWords(row)}
        </td>
      ) : (
        <>
          <td class="words num" data-head="Reached">
            <strong>{formatShareBeside(estimate.share, limit.share)}</strong>
          </td>
          <td class="words num" data-head="Target">
            {percent(limit.share)}
          </td>
          <td class="words num" data-head="95 % interval">
            {estimate.low === undefined || estimate.high === undefined
              ? EMPTY
              : `${formatShare(estimate.low)} to ${formatShare(estimate.high)}`}
          </td>
          <td class="words num" data-head="Good of due">
            {countOf(limit, estimate.good)} of {countOf(limit, estimate.scheduled)}
            {without > 0 && <span class="hint"> ({formatCount(without)} answers did not tell it)</span>}
          </td>
        </>
      )}
      <td class="words verdict-source">
        {BASIS_NAMES[limit.basis]}. {limit.source}.
      </td>
    </tr>
  );
}

/** Requests, or time in the case of availability. */
function countOf({ metric }: Limit, value: number): string {
  return metric === 'availability' ? formatSeconds(value) : formatCount(value);
}
