import { useMemo, useRef } from 'preact/hooks';
import type { Campaign } from '../../core/campaign.ts';
import { type Judgement, judgedPlan } from '../../core/verdict/judgement.ts';
import { FormContext, TextField } from '../components/field.tsx';
import { judgedCandidate } from '../draft.ts';
import { createDraftForm } from '../draft-form.ts';
import { draftOf } from '../draft-of.ts';
import { judgementOf, keepJudgement } from '../judging.ts';
import { showToast } from '../toasts.ts';
import { attempt } from '../trouble.ts';
import { ProfileFields } from './profile-section.tsx';

interface Props {
  campaign: Campaign;
  /** It is judged by something else now. */
  onChanged: () => void;
}

/** Chooses the workload, limits and availability target that a campaign is judged by after it has measured; its plan stays as it was run. */
export function JudgeBy({ campaign, onChanged }: Props) {
  const { id, plan, judged } = campaign;
  const key = JSON.stringify(judged ?? plan);
  // The campaign is read anew all the time: what was typed stays as long as it is judged by the same.
  const form = useMemo(
    () => createDraftForm(draftOf(judgedPlan(campaign)), (draft) => judgedCandidate(plan, draft)),
    [id, key],
  );
  const takeBack = useRef(() => {});
  const judgeBy = (next: Judgement | undefined, said: string) =>
    attempt(async () => {
      await keepJudgement(id, next);
      // An older way back would lead past this choice.
      takeBack.current();
      onChanged();
      const undo = () => {
        takeAway();
        judgeBy(judged, 'It is judged as before again.');
      };
      const takeAway = showToast(said, { label: 'Undo', run: undo });
      takeBack.current = takeAway;
    }, 'The limits could not be kept. ');
  const submit = (event: Event) => {
    event.preventDefault();
    form.submitted.value = true;
    const wanted = form.plan.value;
    if (wanted === undefined) return;
    judgeBy(judgementOf(campaign, wanted, Date.now()), 'The campaign is judged by these limits now.');
  };
  return (
    <details class="behind judge-by">
      <summary>Judge by</summary>
      <p class="hint column">
        What the campaign is held against. A verdict is strongest when its limits were set before measuring;
        those that you choose here are marked with today’s date in the verdict, in the methods and in exports.
        The plan and the samples stay as they are.
      </p>
      <FormContext.Provider value={form}>
        <form class="judge-form" noValidate autocomplete="off" aria-label="Judge by" onSubmit={submit}>
          <ProfileFields form={form} />
          <div class="fields">
            <TextField
              label="Availability target"
              path="availabilityTarget"
              numeric
              unit="%"
              value={form.draft.value.availabilityTarget}
              placeholder="99.9"
              hint="What a contract promises of the link. Empty: none."
              onValue={(availabilityTarget) => form.edit({ availabilityTarget })}
            />
          </div>
          {form.submitted.value && form.problems.value.length > 0 && (
            <p class="problem" role="alert">
              Nothing was changed: mend what is marked above.
            </p>
          )}
          <div class="actions">
            {/* A field that is left may show a problem, which moves this button from under the pointer before it is let go. */}
            <button type="submit" onMouseDown={(event) => event.preventDefault()}>
              Judge by these
            </button>
            {judged !== undefined && (
              <button
                type="button"
                class="quiet"
                onClick={() => judgeBy(undefined, 'The campaign is judged as its plan says again.')}
              >
                Back to what the plan says
              </button>
            )}
          </div>
        </form>
      </FormContext.Provider>
    </details>
  );
}
