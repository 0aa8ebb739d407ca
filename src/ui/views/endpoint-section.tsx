import { useSignal } from '@preact/signals';
import { TextField } from '../components/field.tsx';
import type { DraftForm } from '../draft-form.ts';
import { probeDraftOf } from '../draft-of.ts';
import type { ProbeDraft } from '../draft-types.ts';
import { plural } from '../format.ts';
import { changeProbes } from '../probe-undo.ts';
import { proposeProbes } from '../propose.ts';
import { CheckPanel, checkCost, useCheck } from './check-panel.tsx';

/** 1 Endpoint: an address, and the probes that follow from it. */
export function EndpointSection({ form }: { form: DraftForm }) {
  const said = useSignal<{ text: string; bad: boolean } | undefined>(undefined);
  const proposed = useSignal<readonly ProbeDraft[]>([]);
  const check = useCheck();
  const { draft } = form;

  const propose = () => {
    const proposal = proposeProbes(draft.value.endpoint);
    if (!proposal.ok) {
      said.value = { text: proposal.reason, bad: true };
      return;
    }
    const probes = proposal.probes.map(probeDraftOf);
    const isLost = draft.value.probes.some((probe) => !probe.control && !proposed.value.includes(probe));
    proposed.value = probes;
    const controls = draft.value.probes.filter((probe) => probe.control);
    const next = [...probes, ...controls];
    if (isLost) changeProbes(form, next, 'Your probes are replaced by the proposed ones.');
    else form.edit({ probes: next });
    form.edit({ name: draft.value.name || hostOf(probes[0]?.url) });
    said.value = {
      text: `Recognised as ${proposal.recognised}: ${plural(probes.length, 'probe')} proposed below.`,
      bad: false,
    };
  };
  // Only probes that nobody has edited are replaced without being asked.
  const untouched = () => draft.value.probes.every((probe, index) => probe === proposed.value[index]);
  const onLeave = () => {
    if (draft.value.endpoint.trim() !== '' && untouched()) propose();
  };

  const onCheck = () => {
    if (draft.value.endpoint.trim() !== '' && untouched()) {
      propose();
      if (said.value?.bad) return;
    }
    const { probes } = draft.value;
    if (probes.length > 0) void check.run(probes, true);
    else said.value = { text: ENTER_FIRST, bad: true };
  };

  return (
    <section class="form-section" aria-labelledby="section-endpoint">
      <h2 id="section-endpoint">
        <span class="section-number">1</span> Endpoint
      </h2>
      <div class="fields" onChange={onLeave}>
        <div class="field-with-button">
          <TextField
            label="Endpoint URL"
            path="endpoint"
            wide
            value={draft.value.endpoint}
            placeholder="https://gpu.example.org"
            hint="The base address of a host, or the full address of one resource."
            onValue={(endpoint) => form.edit({ endpoint })}
          />
          <button type="button" onClick={propose}>
            Propose probes
          </button>
          <button type="button" data-check aria-busy={check.state.value.at === 'running'} onClick={onCheck}>
            Check endpoint
          </button>
        </div>
      </div>
      {draft.value.probes.length > 0 && <p class="hint">{checkCost(draft.value.probes)}</p>}
      <p class={said.value?.bad ? 'said problem' : 'said'} aria-live="polite">
        {said.value?.text}
      </p>
      <CheckPanel check={check} form={form} />
    </section>
  );
}

const ENTER_FIRST = 'Enter the address of the endpoint, or add a probe below; then it can be checked.';

function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : '';
}
