import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type Check, type CheckState, createCheck } from '../check.ts';
import type { DraftForm } from '../draft-form.ts';
import type { ProbeDraft } from '../draft-types.ts';

/** A check that ends with the part of the form that it belongs to. */
export function useCheck(): Check {
  const check = useMemo(createCheck, []);
  useEffect(() => check.cancel, [check]);
  return check;
}

/** How a check is getting on, and what it found. */
export function CheckPanel({ check, form }: { check: Check; form: DraftForm }) {
  const state = check.state.value;
  return (
    <div class="check-panel" data-at={state.at}>
      <div class="check-said">
        <p aria-live="polite" class={state.at === 'failed' ? 'problem' : undefined}>
          {said(state)}
        </p>
        {state.at === 'running' && (
          <button
            type="button"
            class="quiet"
            onClick={(event) => {
              // The button goes away; the focus stays where the check began.
              const place = event.currentTarget.closest('.fields, .form-section');
              place?.querySelector<HTMLElement>('[data-check]')?.focus();
              check.cancel();
            }}
          >
            Cancel check
          </button>
        )}
      </div>
      {state.at === 'done' && <Result state={state} form={form} />}
    </div>
  );
}

function Result({ state, form }: { state: Extract<CheckState, { at: 'done' }>; form: DraftForm }) {
  const applied = useSignal<ReadonlySet<object>>(new Set());
  const changed = state.probes.some((probe) => !form.draft.value.probes.includes(probe));
  return (
    <>
      {changed && <p class="hint">Probes were changed since. Check again to see what it led to.</p>}
      <state.texts.CheckResult
        findings={state.findings}
        named={state.probes.length > 1}
        applied={applied.value}
        onApply={(finding) => {
          const { remedy, key } = finding;
          applied.value = new Set([...applied.value, finding]);
          if (remedy !== undefined && 'change' in remedy && key !== undefined)
            form.editProbe(key, remedy.change);
        }}
      />
    </>
  );
}

function said(state: CheckState): string {
  switch (state.at) {
    case 'idle':
      return '';
    case 'running':
      return state.texts?.progressWords(state.progress, state.probes) ?? 'Checking…';
    case 'failed':
      return state.sentence;
    case 'done':
      return state.texts.summaryWords(state.findings, state.unready);
  }
}

/** What pressing the button sends, said before it is pressed. */
export function checkCost(probes: readonly ProbeDraft[]): string {
  const where = probes.length === 1 ? 'this address' : 'these addresses';
  const chat = probes.some(({ kind }) => kind === 'chat')
    ? ' A chat probe asks its model for one token, which a paid service may charge.'
    : '';
  return `The check sends each probe’s request, its body included, a few times to ${where}, and nowhere else.${chat}`;
}
