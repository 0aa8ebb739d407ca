import { useSignal } from '@preact/signals';
import type { Plan } from '../../core/plan.ts';
import { plannedStoreBytes } from '../../core/store-size.ts';
import { startCampaign } from '../campaigns.ts';
import { runningId } from '../client.ts';
import { type DraftForm, fieldId } from '../draft-form.ts';
import { estimatePlan } from '../estimate.ts';
import { planFileName, saveFile } from '../files.ts';
import { formatBytes, formatCount, formatSpan, plural } from '../format.ts';
import { encodePlanLink } from '../plan-link.ts';
import { freeBytes, storageState } from '../storage.ts';
import { showToast } from '../toasts.ts';
import { attempt } from '../trouble.ts';

/** The data that a run will use, what is still to mend, and what can be done with the plan. */
export function FormFoot({ form }: { form: DraftForm }) {
  const busy = useSignal(false);
  /** Hands over the plan, or shows what stands in the way. */
  const withPlan = (use: (plan: Plan) => Promise<unknown>) => {
    form.submitted.value = true;
    const plan = form.plan.value;
    if (plan === undefined) requestAnimationFrame(() => document.getElementById('problem-summary')?.focus());
    else attempt(() => use(plan));
  };
  const start = async (plan: Plan) => {
    if (busy.value) return;
    busy.value = true;
    try {
      await startCampaign(plan, form.secrets());
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="form-foot" aria-label="Start">
      {form.plan.value !== undefined && <EstimateLine plan={form.plan.value} />}
      <ProblemSummary form={form} />
      {runningId.value !== undefined && (
        <p class="hint">A campaign is running in this tab. Stop it before you start another.</p>
      )}
      <div class="actions">
        <button type="button" class="primary" aria-busy={busy.value} onClick={() => withPlan(start)}>
          Start campaign
        </button>
        <button type="button" onClick={() => withPlan(savePlan)}>
          Save plan file
        </button>
        <button type="button" onClick={() => withPlan(copyLink)}>
          Copy plan link
        </button>
      </div>
    </section>
  );
}

async function savePlan(plan: Plan): Promise<void> {
  saveFile(
    new Blob([`${JSON.stringify(plan, undefined, 2)}\n`], { type: 'application/json' }),
    planFileName(plan.name),
  );
}

async function copyLink(plan: Plan): Promise<void> {
  const link = encodePlanLink(plan);
  if (link === undefined) throw new Error('This plan is too long for a link. Save it as a file instead.');
  const address = new URL(link, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    showToast('The link is copied. It holds the plan, without the secret values.');
  } catch {
    throw new Error('The browser did not let the page copy. Save the plan as a file instead.');
  }
}

function EstimateLine({ plan }: { plan: Plan }) {
  const { probes, bytes } = estimatePlan(plan);
  const stored = plannedStoreBytes(plan);
  const free = freeBytes(storageState.value);
  const over = plan.dataBudgetMB !== undefined && bytes > plan.dataBudgetMB * 1e6;
  return (
    <div class="estimate num">
      <p>
        <strong>About {formatBytes(bytes)}</strong> in {formatSpan(plan.durationS)}
        {plan.dataBudgetMB !== undefined && ` of a budget of ${formatBytes(plan.dataBudgetMB * 1e6)}`}
        {over && <span class="warn-word">: the run will stop before its time is over</span>}
      </p>
      <p>
        Its samples need <strong>about {formatBytes(stored)}</strong> in this browser’s store
        {free !== undefined && `; ${formatBytes(free)} are free`}.
        {free !== undefined && stored > free && (
          <span class="warn-word"> The run will stop before its time is over: delete campaigns first.</span>
        )}
      </p>
      <ul>
        {probes.map((probe) => (
          <li key={probe.name}>
            {probe.name}: {formatCount(probe.requests)} × {(probe.bytesEach / 1000).toFixed(1)} kB ={' '}
            {formatBytes(probe.bytes)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ProblemSummary({ form }: { form: DraftForm }) {
  const problems = form.problems.value;
  if (!form.submitted.value || problems.length === 0) return null;
  return (
    <div id="problem-summary" class="banner" data-tone="bad" tabIndex={-1} role="alert">
      <div class="banner-text">
        <p>
          <strong>{plural(problems.length, 'thing')} to mend before this plan can run</strong>
        </p>
        <ul class="problem-list">
          {problems.map(({ path, reason }) => (
            <li key={`${path} ${reason}`}>
              <button type="button" class="link" onClick={() => focusField(path)}>
                {path || 'plan'}
              </button>
              : {reason}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Goes to the field of a path, or to the nearest one around it. */
function focusField(path: string): void {
  for (let at = path; at !== ''; at = at.replace(/(\.[^.[]*|\[\d+\])$|^[^.[]+$/, '')) {
    const field = document.getElementById(fieldId(at));
    if (field === null) continue;
    field.closest('details')?.setAttribute('open', '');
    field.focus();
    return;
  }
}
