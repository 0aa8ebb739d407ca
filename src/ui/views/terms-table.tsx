import { DICTIONARY } from '../../core/inference/dictionary.ts';
import { ScrollRegion } from '../components/parts.tsx';

/** The terms of an answer's times, and what other benchmarks call them. */
export function TermsTable() {
  return (
    <details class="behind">
      <summary>What the terms mean</summary>
      <p class="column">The terms of this report, and what three benchmarks of model servers call them.</p>
      <ScrollRegion name="What the terms mean" tall>
        <table class="wide-table stack term-table">
          <thead>
            <tr>
              {['Term', 'What it is', 'AIPerf', 'vLLM', 'GuideLLM'].map((name) => (
                <th key={name} scope="col" class="words">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {DICTIONARY.map(({ key, name, meaning, peers }) => (
              <tr key={key}>
                <th scope="row" class="words">
                  {name}
                </th>
                <td class="words">{meaning}</td>
                <td class="words" data-peer="AIPerf">
                  {peers.aiperf}
                </td>
                <td class="words" data-peer="vLLM">
                  {peers.vllm}
                </td>
                <td class="words" data-peer="GuideLLM">
                  {peers.guidellm}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
