import { decisive } from '../../core/verdict/overall.ts';
import type { Report } from '../../report/types.ts';
import { ANSWER_WORDS, workload } from '../answer-words.ts';
import { CoursePlot } from '../components/course-plot.tsx';
import { SimulatedTag } from '../components/parts.tsx';
import { chosenWords, methodWords, serverTimeWords } from '../verdict-basis-words.ts';
import { moreWords, verdictSentence } from '../verdict-words.ts';
import { LimitsTable } from './limits-table.tsx';

/** The answer at the top of a report: the word, the sentence, the limits one by one, and how it came about. */
export function VerdictSection({ report }: { report: Report }) {
  const { verdict } = report;
  const { answer, limits } = verdict;
  const lead = decisive(limits.filter(({ course }) => course.length > 0));
  return (
    <section class="verdict" aria-labelledby="verdict-title">
      <h2 id="verdict-title" class="verdict-word">
        <span class="verdict-mark" data-answer={answer}>
          {ANSWER_WORDS[answer]}
        </span>
        {limits.length > 0 && <span class="verdict-of">{workload(verdict)}</span>}
        <SimulatedTag what={report.simulated} />
      </h2>
      <p class="verdict-said column num">{verdictSentence(report)}</p>
      {[chosenWords(verdict), moreWords(verdict), serverTimeWords(report), methodWords(verdict)].map(
        (sentence) =>
          sentence !== undefined && (
            <p key={sentence} class="hint column num">
              {sentence}
            </p>
          ),
      )}
      {limits.length > 0 && <LimitsTable verdict={verdict} />}
      {lead !== undefined && <CoursePlot report={report} lead={lead} />}
    </section>
  );
}
