import type { DraftForm } from './draft-form.ts';
import type { ProbeDraft } from './draft-types.ts';
import { showToast } from './toasts.ts';

/** Changes the probes of a plan under way so that some of them are lost, says so, and offers to undo it. */
export function changeProbes(form: DraftForm, next: ProbeDraft[], said: string): void {
  const before = form.draft.value.probes;
  form.edit({ probes: next });
  const takeAway = showToast(said, {
    label: 'Undo',
    run: () => {
      // What was added since stays.
      const added = form.draft.value.probes.filter(
        ({ key }) => ![...before, ...next].some((probe) => probe.key === key),
      );
      form.edit({ probes: [...before, ...added] });
      takeAway();
    },
  });
}
