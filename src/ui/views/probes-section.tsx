import type { ProbeKind } from '../../core/plan.ts';
import { type DraftForm, fieldId, problemAt } from '../draft-form.ts';
import { probeDraftOf } from '../draft-of.ts';
import { blankProbe, freeName } from '../propose.ts';
import { ControlAdder } from './control-adder.tsx';
import { ProbeEditor } from './probe-editor.tsx';

const KINDS = [
  ['http', 'Add HTTP probe'],
  ['websocket', 'Add WebSocket probe'],
  ['chat', 'Add chat probe'],
] as const;
const FIRST_NAMES: Record<ProbeKind, string> = { http: 'ping', websocket: 'echo', chat: 'chat' };

/** 2 Probes: a line each, details on demand. */
export function ProbesSection({ form }: { form: DraftForm }) {
  const { probes } = form.draft.value;
  const whole = form.problems.value.find((problem) => problem.path === 'probes');
  const shown =
    form.submitted.value || (probes.length > 0 && problemAt(form.problems.value, 'probes') !== undefined);
  const add = (kind: ProbeKind) => {
    const name = freeName(
      FIRST_NAMES[kind],
      probes.map((probe) => probe.name),
    );
    form.edit({ probes: [...probes, probeDraftOf(blankProbe(kind, name))] });
  };
  return (
    <section class="form-section" aria-labelledby="section-probes">
      <h2 id="section-probes">
        <span class="section-number">2</span> Probes
      </h2>
      <div id={fieldId('probes')} tabIndex={-1} class="probe-list">
        {probes.length === 0 && (
          <p class="hint">No probes yet. Enter an endpoint above, or add one by hand.</p>
        )}
        {probes.map((probe, index) => (
          <ProbeEditor key={probe.key} form={form} probe={probe} index={index} />
        ))}
      </div>
      {whole !== undefined && shown && <p class="problem">{whole.reason}</p>}
      <div class="actions">
        {KINDS.map(([kind, label]) => (
          <button key={kind} type="button" class="quiet" onClick={() => add(kind)}>
            {label}
          </button>
        ))}
      </div>
      <ControlAdder form={form} />
    </section>
  );
}
