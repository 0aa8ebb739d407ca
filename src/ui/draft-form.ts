import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { checkPlan, type Plan, type PlanProblem } from '../core/plan.ts';
import type { Secrets } from '../worker/protocol.ts';
import { candidateOf } from './draft.ts';
import type { Draft, ProbeDraft } from './draft-types.ts';
import { secretProblem } from './secrets.ts';

/** The state of the form: what was typed, what is wrong with it, and which of that is already shown. */
export interface DraftForm {
  draft: Signal<Draft>;
  /** Problems of the whole form by plan path, secrets included. */
  problems: ReadonlySignal<PlanProblem[]>;
  /** The checked plan, where nothing is wrong. */
  plan: ReadonlySignal<Plan | undefined>;
  /** Set by the first try to start: from then on every problem is shown. */
  submitted: Signal<boolean>;
  /** Paths of fields that were left; their problems are shown. */
  touched: Signal<ReadonlySet<string>>;
  edit: (change: Partial<Draft>) => void;
  editProbe: (key: number, change: Partial<ProbeDraft>) => void;
  touch: (path: string) => void;
  secrets: () => Secrets;
}

/** `candidate`: the plan that a draft stands for, unchecked. */
export function createDraftForm(
  initial: Draft,
  candidate: (draft: Draft) => unknown = candidateOf,
): DraftForm {
  const draft = signal(initial);
  const submitted = signal(false);
  const touched = signal<ReadonlySet<string>>(new Set());
  const checked = computed(() => checkPlan(candidate(draft.value)));
  const problems = computed(() => [
    ...(checked.value.ok ? [] : firstOfEach(checked.value.problems).map(sayPlainly)),
    ...draft.value.probes.flatMap((probe, index) => {
      const reason = secretProblem(probe);
      return reason === undefined ? [] : [{ path: `probes[${index}].secret`, reason }];
    }),
  ]);
  return {
    draft,
    problems,
    submitted,
    touched,
    plan: computed(() => (checked.value.ok && problems.value.length === 0 ? checked.value.plan : undefined)),
    edit: (change) => {
      draft.value = { ...draft.value, ...change };
    },
    editProbe: (key, change) => {
      const probes = draft.value.probes.map((probe) => (probe.key === key ? { ...probe, ...change } : probe));
      draft.value = { ...draft.value, probes };
    },
    touch: (path) => {
      touched.value = new Set([...touched.value, path]);
    },
    secrets: () =>
      Object.fromEntries(
        draft.value.probes
          .filter((probe) => probe.secretValue !== '')
          .map((probe) => [
            probe.name.trim(),
            { header: probe.secretHeader.trim(), value: probe.secretValue },
          ]),
      ),
  };
}

/** One sentence a field: the next one shows when this one is mended. */
function firstOfEach(problems: readonly PlanProblem[]): PlanProblem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}

/** A field that was left empty reads better so than as a missing key. */
function sayPlainly({ path, reason }: PlanProblem): PlanProblem {
  const empty = /^this key is required|found ""\.$/.test(reason);
  if (!empty) return { path, reason };
  return {
    path,
    reason: reason.startsWith('this key')
      ? 'must not be empty.'
      : reason.replace(/, found ""\.$/, '; it is empty.'),
  };
}

/** The problem that belongs beside a field: its own path, or one inside it. */
export function problemAt(problems: readonly PlanProblem[], path: string): PlanProblem | undefined {
  return problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
}

/** The id of the element that a path belongs to. */
export const fieldId = (path: string) => `field-${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`;
