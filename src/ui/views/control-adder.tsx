import { useSignal } from '@preact/signals';
import { TextField } from '../components/field.tsx';
import { type ControlPlace, controlProbe, isMixedContent, ROUTER_ADDRESS } from '../control-probes.ts';
import type { DraftForm } from '../draft-form.ts';
import { probeDraftOf } from '../draft-of.ts';

const LABELS: Record<ControlPlace, string> = { router: 'Router address', far: 'Far host' };
const BUTTONS: Record<ControlPlace, string> = { router: 'Add router probe', far: 'Add far probe' };
const PLACEHOLDERS: Record<ControlPlace, string> = {
  router: ROUTER_ADDRESS,
  far: 'https://www.example.org',
};
const HINTS: Record<ControlPlace, string> = {
  router: 'Starlink’s router is 192.168.1.1, its dish 192.168.100.1.',
  far: 'A well-known site that does not depend on your endpoint.',
};
const MIXED =
  'This page came over https, and browsers block plain http from it. A router seldom has https: open the app from http://localhost to probe it.';

/** Offers the two control probes that name the cause of an outage. Adding asks nobody. */
export function ControlAdder({ form }: { form: DraftForm }) {
  return (
    <details class="control-adder">
      <summary>Add control probes</summary>
      <p>
        They tell Wi-Fi, link and endpoint apart: one asks the router on this side of the link, one a host on
        the other side. Adding them sends nothing.
      </p>
      <Adder form={form} place="router" first={ROUTER_ADDRESS} />
      <Adder form={form} place="far" first="" />
    </details>
  );
}

function Adder({ form, place, first }: { form: DraftForm; place: ControlPlace; first: string }) {
  const typed = useSignal(first);
  const said = useSignal<{ text: string; bad: boolean }>({ text: '', bad: false });
  const add = () => {
    const { probes } = form.draft.value;
    const proposal = controlProbe(place, typed.value, probes);
    if (proposal.ok) form.edit({ probes: [...probes, probeDraftOf(proposal.probe)] });
    said.value = proposal.ok
      ? { text: `Added as “${proposal.probe.name}”.`, bad: false }
      : { text: proposal.reason, bad: true };
  };
  return (
    <div class="field-with-button">
      <TextField
        label={LABELS[place]}
        path={`control.${place}`}
        value={typed.value}
        placeholder={PLACEHOLDERS[place]}
        hint={isMixedContent(typed.value, location.protocol) ? MIXED : HINTS[place]}
        onValue={(value) => {
          typed.value = value;
        }}
      />
      <button type="button" onClick={add}>
        {BUTTONS[place]}
      </button>
      <p class={said.value.bad ? 'said problem' : 'said'} aria-live="polite">
        {said.value.text}
      </p>
    </div>
  );
}
