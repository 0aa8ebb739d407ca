import { PROBE_ERRORS } from '../../core/sample.ts';
import type { ProbeReport } from '../../report/types.ts';
import { ERROR_MEANINGS } from '../error-words.ts';
import { ERROR_NAMES } from '../words.ts';

/** What the errors of a probe mean; only those that occurred. */
export function ErrorNotes({ errors }: Pick<ProbeReport, 'errors'>) {
  const found = PROBE_ERRORS.filter((error) => (errors[error] ?? 0) > 0);
  if (found.length === 0) return null;
  return (
    <details class="behind">
      <summary>What the errors mean</summary>
      <dl>
        {found.map((error) => {
          const [meaning, example] = ERROR_MEANINGS[error];
          return (
            <div key={error}>
              <dt>
                {ERROR_NAMES[error]} ({error})
              </dt>
              <dd>
                {meaning} For example: {example}
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
