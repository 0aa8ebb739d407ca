import { type Signal, signal } from '@preact/signals';
import type { CheckProgress } from '../core/check-facts.ts';
import { checkPlan, type ProbeSpec } from '../core/plan.ts';
import type { Finding } from './check-types.ts';
import { cancelCheck, checkEndpoint } from './client.ts';
import { candidateOf } from './draft.ts';
import { emptyDraft } from './draft-of.ts';
import type { ProbeDraft } from './draft-types.ts';
import { secretProblem } from './secrets.ts';
import { sentenceOf } from './trouble.ts';

/** The texts and the list of findings: fetched with the first check. */
export type CheckTexts = typeof import('./views/check-result.tsx');

export type CheckState =
  | { at: 'idle' }
  | { at: 'running'; texts?: CheckTexts; progress?: CheckProgress; probes: readonly ProbeDraft[] }
  /** `unready`: probes whose fields have to be mended first. */
  | {
      at: 'done';
      texts: CheckTexts;
      findings: Finding[];
      probes: readonly ProbeDraft[];
      unready: readonly ProbeDraft[];
    }
  | { at: 'failed'; sentence: string };

export interface Check {
  state: Signal<CheckState>;
  /** `whole`: looks at the page and the browser, too. */
  run(probes: readonly ProbeDraft[], whole: boolean): Promise<void>;
  cancel(): void;
}

/** One place of the form that checks probes and shows what was found. */
export function createCheck(): Check {
  const state = signal<CheckState>({ at: 'idle' });
  let turn = 0;

  async function run(all: readonly ProbeDraft[], whole: boolean): Promise<void> {
    turn += 1;
    const mine = turn;
    const probes = all.filter((probe) => specOf(probe) !== undefined);
    const unready = all.filter((probe) => specOf(probe) === undefined);
    const show = (next: CheckState) => {
      if (turn === mine) state.value = next;
    };
    const running = (change: object) => {
      const now = state.peek();
      if (now.at === 'running') show({ ...now, ...change });
    };
    show({ at: 'running', probes });
    try {
      const loading = import('./views/check-result.tsx');
      const asking = checkEndpoint(
        probes.flatMap((probe) => specOf(probe) ?? []),
        secretsOf(probes),
        (progress) => running({ progress }),
      );
      // Both are awaited below; a failure of the second must not go unheard while the first is on its way.
      asking.catch(() => {});
      const texts = await loading;
      running({ texts });
      const facts = await asking;
      if (facts === undefined) return show({ at: 'idle' });
      const byName = new Map(probes.map((probe) => [String(probe.key), probe]));
      show({ at: 'done', texts, findings: texts.findingsOf(facts, byName, whole), probes, unready });
    } catch (error) {
      show({ at: 'failed', sentence: sentenceOf(error) });
    }
  }

  return {
    state,
    run,
    cancel() {
      if (state.peek().at !== 'running') return;
      turn += 1;
      state.value = { at: 'idle' };
      cancelCheck().catch(() => {});
    },
  };
}

/** The probe as its plan would hold it, named by its key; nothing where a field has to be mended first. */
function specOf(probe: ProbeDraft): ProbeSpec | undefined {
  if (secretProblem(probe) !== undefined) return undefined;
  const alone = { ...probe, name: String(probe.key), control: false };
  const result = checkPlan(candidateOf({ ...emptyDraft(), name: 'check', probes: [alone] }));
  return result.ok ? result.plan.probes[0] : undefined;
}

function secretsOf(probes: readonly ProbeDraft[]) {
  return Object.fromEntries(
    probes
      .filter(({ secretValue }) => secretValue !== '')
      .map(({ key, secretHeader, secretValue }) => [
        String(key),
        { header: secretHeader.trim(), value: secretValue },
      ]),
  );
}
