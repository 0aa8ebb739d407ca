import type { InferenceCount, InferenceReport } from '../../report/inference-types.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { heldFor } from '../echo-words.ts';
import { EMPTY, formatCount, formatMs } from '../format.ts';
import { readerWords } from '../inference-words.ts';

const COUNTS: readonly (readonly [InferenceCount, string])[] = [
  ['tokensOut', 'Tokens of the answer'],
  ['tokensIn', 'Tokens of the prompt'],
  ['chunks', 'Chunks'],
  ['reads', 'Reads'],
  ['events', 'Events'],
  ['keepAlives', 'Keep-alives'],
];

/** What one who reads along feels, and what an answer is made of. */
export function AnswerFigures({ inference }: { inference: InferenceReport }) {
  const { readerWait, tokensPerS, counts } = inference;
  const rows: [string, string, string, number][] = [
    ['A reader waits', shown(readerWait.p50, heldFor), shown(readerWait.p95, heldFor), readerWait.n],
    ['Tokens a second', shown(tokensPerS.p50, formatMs), shown(tokensPerS.p5, formatMs), tokensPerS.n],
    ...COUNTS.map(([key, name]): [string, string, string, number] => [
      name,
      shown(counts[key].p50, formatCount),
      '',
      counts[key].n,
    ]),
  ];
  return (
    <section class="echo-part" aria-labelledby="reader-title">
      <h2 id="reader-title">How long does a reader wait?</h2>
      <p class="column">{readerWords(readerWait)}</p>
      <ScrollRegion name="Figures of an answer">
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col" class="words">
                Of each answer
              </th>
              <th scope="col">median</th>
              <th scope="col">slowest 5 %</th>
              <th scope="col">answers</th>
            </tr>
          </thead>
          <tbody>
            {rows
              .filter(([, , , n]) => n > 0)
              .map(([name, median, slow, n]) => (
                <tr key={name}>
                  <th scope="row" class="words">
                    {name}
                  </th>
                  <td>{median}</td>
                  <td>{slow}</td>
                  <td>{formatCount(n)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="hint column">
        Tokens are as the server’s usage record says, and spread evenly over the chunks. Speed of reading:
        Brysbaert 2019, silent reading of English non-fiction; {readerWait.tokensPerWord} tokens a word.
      </p>
    </section>
  );
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? EMPTY : format(value);
}
