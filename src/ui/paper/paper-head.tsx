import type { Campaign } from '../../core/campaign.ts';
import type { DataHash } from '../../report/data-hash.ts';
import type { Report } from '../../report/types.ts';
import { ANSWER_WORDS, workload } from '../answer-words.ts';
import { ImportedTag, SimulatedTag } from '../components/parts.tsx';
import { filterWords } from '../filter-words.ts';
import { formatCount } from '../format.ts';
import { bothTimes } from '../format-time.ts';
import { placeOf } from '../views/campaign-head.tsx';

declare const __APP_VERSION__: string;

/** The verdict in a line: `Met: Chat, snappy`. */
export function verdictLine({ verdict }: Report): string {
  const word = ANSWER_WORDS[verdict.answer];
  return verdict.limits.length === 0 ? word : `${word}: ${workload(verdict)}`;
}

/** What was measured where and when, what came of it, and what people wrote down. */
export function PaperHead({ campaign, report }: { campaign: Campaign; report: Report }) {
  const { plan, note, tags = [], merged = [] } = campaign;
  const { startEpochMs, endEpochMs, filter } = report;
  const rows: [name: string, text: string | undefined][] = [
    ['From', startEpochMs === undefined ? undefined : bothTimes(startEpochMs)],
    ['To', endEpochMs === undefined ? undefined : bothTimes(endEpochMs)],
    ['Verdict', verdictLine(report)],
    ['Filter', filter && filterWords(filter)],
    ['Site', plan.site.note],
    ['Note', note],
    ['Tags', tags.join(', ')],
    ['Merged from', merged.map(({ name }) => name).join(', ')],
    ['Report made', `${bothTimes(Date.now())}, by Dishprobe ${__APP_VERSION__}`],
  ];
  return (
    <header class="paper-head">
      <h1>{plan.name}</h1>
      <p class="campaign-place">
        <span>{placeOf(plan)}</span>
        <SimulatedTag what={report.simulated} />
        <ImportedTag from={campaign.imported} />
      </p>
      <dl class="terms num">
        {rows.map(
          ([name, text]) =>
            text !== undefined &&
            text !== '' && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
    </header>
  );
}

/** What ties the document to its samples, and what it is. */
export function PaperFoot({ hash }: { hash: DataHash | undefined }) {
  return (
    <footer class="paper-foot hint">
      {hash !== undefined && (
        <p class="num">
          SHA-256 of the samples CSV, {formatCount(hash.bytes)} bytes: <code>{hash.sha256}</code>
        </p>
      )}
      <p>This file holds no script and asks for nothing from a network.</p>
    </footer>
  );
}
