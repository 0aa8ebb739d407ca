import { useSignal } from '@preact/signals';
import { LIMIT_METRICS } from '../../core/verdict/limit-schema.ts';
import { MLPERF_CHOICES } from '../../core/verdict/mlperf.ts';
import { PROFILES } from '../../core/verdict/profiles.ts';
import { SelectField } from '../components/field.tsx';
import type { DraftForm } from '../draft-form.ts';
import { limitDraftOf, shownLimits, unitKey } from '../limit-drafts.ts';
import { LIMIT_WORDS } from '../limit-words.ts';
import { showToast } from '../toasts.ts';
import { PROFILE_NAMES } from '../words.ts';
import { LimitRow } from './limit-row.tsx';
import { VoiceFields } from './voice-fields.tsx';

/** 3 Profile: what the campaign is judged by. */
export function ProfileSection({ form }: { form: DraftForm }) {
  return (
    <section class="form-section" aria-labelledby="section-profile">
      <h2 id="section-profile">
        <span class="section-number">3</span> Profile
      </h2>
      <ProfileFields form={form} />
    </section>
  );
}

/** The workload, and its limits as sentences with numbers that can be changed. */
export function ProfileFields({ form }: { form: DraftForm }) {
  const draft = form.draft.value;
  const limits = shownLimits(draft);
  const { cannotProve } = PROFILES[draft.profile];
  /** Puts the form at other limits; one press brings back what was typed. */
  const exchange = (change: Partial<Pick<typeof draft, 'profile' | 'limits'>>, said: string) => {
    const { limits: before, profile } = form.draft.value;
    form.edit(change);
    if (before === undefined) return;
    const undo = () => {
      form.edit({ limits: before, profile });
      takeAway();
    };
    const takeAway = showToast(said, { label: 'Undo', run: undo });
  };
  return (
    <>
      <div class="fields">
        <SelectField
          label="Workload"
          path="profile"
          value={draft.profile}
          options={PROFILE_NAMES}
          hint="What the endpoint is wanted for. The campaign is judged by its limits."
          onValue={(profile) =>
            exchange({ profile, limits: undefined }, `The limits are those of ${PROFILE_NAMES[profile]} now.`)
          }
        />
      </div>
      {limits.length === 0 ? (
        <p class="hint">No limits are set: the report will show what was measured, without a verdict.</p>
      ) : (
        <ul class="limit-list">
          {limits.map((limit, index) => (
            <LimitRow key={index} form={form} limit={limit} index={index} />
          ))}
        </ul>
      )}
      {cannotProve !== undefined && <p class="hint column">{cannotProve}</p>}
      {limits.some(({ metric }) => metric === 'turn') && <VoiceFields form={form} />}
      <LimitAdder form={form} />
      {draft.limits !== undefined && (
        <div class="actions">
          <button
            type="button"
            class="quiet"
            onClick={() => exchange({ limits: undefined }, 'The limits are the profile’s own again.')}
          >
            Back to the profile’s own limits
          </button>
        </div>
      )}
    </>
  );
}

const METRIC_CHOICES = Object.fromEntries(LIMIT_METRICS.map((metric) => [metric, LIMIT_WORDS[metric].name]));
const ROW_CHOICES = Object.fromEntries(MLPERF_CHOICES.map(({ id, name }) => [id, name]));
const NEW_VALUES = { ms: '500', perS: '10' } as const;

/** Two ways to more limits: one of a kind, or those of a model in MLPerf. */
function LimitAdder({ form }: { form: DraftForm }) {
  const limits = shownLimits(form.draft.value);
  /** Each choice is an order, after which nothing is chosen again. */
  const orders = useSignal(0);
  const add = (wanted: string) => {
    const metric = LIMIT_METRICS.find((other) => other === wanted);
    if (metric === undefined) return;
    orders.value += 1;
    const unit = unitKey(metric);
    const value = unit === undefined ? '' : NEW_VALUES[unit];
    form.edit({ limits: [...limits, { metric, share: '95', value }] });
  };
  const take = (wanted: string) => {
    const row = MLPERF_CHOICES.find(({ id }) => id === wanted);
    if (row === undefined) return;
    orders.value += 1;
    form.edit({ limits: row.limits.map(limitDraftOf) });
  };
  return (
    <div class="fields">
      <SelectField
        key={`add ${orders.value}`}
        label="Add a limit"
        path="limits.add"
        value=""
        options={{ '': 'on …', ...METRIC_CHOICES }}
        onValue={add}
      />
      <SelectField
        key={`take ${orders.value}`}
        label="Take the limits of a model in MLPerf"
        path="limits.take"
        value=""
        options={{ '': 'choose a model …', ...ROW_CHOICES }}
        onValue={take}
      />
    </div>
  );
}
