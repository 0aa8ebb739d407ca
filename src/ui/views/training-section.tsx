import { WORKERS } from '../../core/training/barrier.ts';
import type { TrainingRun } from '../../core/training/step-time.ts';
import type { TrainingReport } from '../../report/training-types.ts';
import { Segments } from '../components/parts.tsx';
import { TypedField } from '../components/typed-field.tsx';
import { formatCount } from '../format.ts';
import { TRAINING_FIELDS } from '../training-fields.ts';
import { boundsOf, shippingWords, trainingMethod, verdictWords } from '../training-words.ts';
import { readTyped, typeIn, useTyped } from '../typed-numbers.ts';
import { BarrierPlot, StretchTable } from './barrier-part.tsx';

const DEFAULT_WORKERS = 8;

/** Could workers behind such links train a model together: step by step, or with local updates. */
export function TrainingSection({
  training,
  campaignId,
}: {
  training: TrainingReport | undefined;
  campaignId: string;
}) {
  const texts = useTyped(campaignId);
  if (training === undefined) return null;
  const [computeMs, parametersB, bytesEach, uplinkMbps, innerSteps] = TRAINING_FIELDS.map(
    (field) => readTyped(field, texts).value,
  );
  const workers = WORKERS.find((count) => String(count) === texts.workers) ?? DEFAULT_WORKERS;
  const bytes =
    parametersB === undefined || bytesEach === undefined ? undefined : parametersB * 1e9 * bytesEach;
  const run =
    computeMs === undefined || bytes === undefined || uplinkMbps === undefined
      ? undefined
      : { computeMs, bytes, uplinkMbps, innerSteps: 1 };
  return (
    <section class="training" aria-labelledby="training-title">
      <h2 id="training-title">Could models be trained over this link?</h2>
      <TrainingAnswer training={training} run={run} innerSteps={innerSteps} workers={workers} />
      <fieldset class="typed">
        <legend>Typed in, not measured</legend>
        <div class="fields">
          <div class="field">
            <span class="field-name">Workers</span>
            <Segments
              legend="Workers"
              value={String(workers)}
              options={WORKERS.map((count) => [String(count), String(count)] as const)}
              onChoose={(next) => typeIn(campaignId, 'workers', next)}
            />
          </div>
          {TRAINING_FIELDS.map((field) => (
            <TypedField key={field.key} campaignId={campaignId} field={field} />
          ))}
        </div>
      </fieldset>
      <BarrierPlot training={training} workers={workers} />
      <StretchTable training={training} computeMs={computeMs} workers={workers} />
      <p class="hint column">{trainingMethod(training)}</p>
      <p class="hint column">
        Nothing overlaps with the computing here, and each worker ships one copy of the parameters; a ring
        all-reduce sends nearly two. To compare: 10 billion parameters at 50 % utilisation need 104.8 Gbit/s
        data-parallel, and 0.5 Gbit/s with DiLoCo and H = 300 (simulated, arXiv 2503.09799).
      </p>
    </section>
  );
}

function TrainingAnswer(props: {
  training: TrainingReport;
  run: TrainingRun | undefined;
  innerSteps: number | undefined;
  workers: number;
}) {
  const { training, run, innerSteps, workers } = props;
  if (run === undefined) return <p class="column">Correct the numbers below to see whether it could.</p>;
  const sync = boundsOf(training, run, workers);
  const local = innerSteps === undefined ? undefined : { ...run, innerSteps };
  const outer = local && boundsOf(training, local, workers);
  return (
    <div class="answers column">
      <p>
        <strong>{verdictWords('Synchronous training', sync)}</strong> {shippingWords(sync, run)}
      </p>
      {local !== undefined && outer !== undefined && (
        <p>
          <strong>
            {verdictWords(
              `Training with an exchange every ${formatCount(local.innerSteps)} steps (DiLoCo)`,
              outer,
            )}
          </strong>{' '}
          {shippingWords(outer, local)}
        </p>
      )}
    </div>
  );
}
