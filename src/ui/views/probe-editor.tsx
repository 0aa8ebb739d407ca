import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isLoopback } from '../../core/loopback.ts';
import { SelectField, TextField } from '../components/field.tsx';
import type { DraftForm } from '../draft-form.ts';
import type { ProbeDraft } from '../draft-types.ts';
import { formatCount } from '../format.ts';
import { changeProbes } from '../probe-undo.ts';
import { readUrl } from '../propose.ts';
import { PROTOCOLS, withProtocol } from '../protocols.ts';
import { KIND_NAMES } from '../words.ts';
import { PROTOCOL_NAMES } from './chat-fields.tsx';
import { CheckPanel, checkCost, useCheck } from './check-panel.tsx';
import { PaceFields } from './pace-fields.tsx';
import { KindFields, SecretFields } from './probe-kind-fields.tsx';

interface Props {
  form: DraftForm;
  probe: ProbeDraft;
  index: number;
}

/** One probe: a line that opens to all of its fields. */
export function ProbeEditor({ form, probe, index }: Props) {
  const open = useSignal(probe.url === '');
  const at = `probes[${index}]`;
  const bad = form.problems.value.some(({ path }) => path.startsWith(`${at}.`));
  const reveal = bad && form.submitted.value;
  useEffect(() => {
    if (reveal) open.value = true;
  }, [reveal]);
  return (
    <details
      class="probe"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>
        <span class="probe-name">{probe.name || 'unnamed'}</span>
        <span class="probe-kind">{KIND_NAMES[probe.kind]}</span>
        <span class="probe-url">{probe.url || 'no address yet'}</span>
        <span class="probe-pace num">{pace(probe.intervalMs)}</span>
        <span class="probe-tags">
          {probe.control && <span class="tag">control</span>}
          {bad && <span class="tag tag-bad">to mend</span>}
        </span>
      </summary>
      <ProbeFields form={form} probe={probe} at={at} />
    </details>
  );
}

function ProbeFields({ form, probe, at }: { form: DraftForm; probe: ProbeDraft; at: string }) {
  const check = useCheck();
  const usual = PROTOCOLS[probe.protocol].path;
  const edit = (change: Partial<ProbeDraft>) => form.editProbe(probe.key, change);
  const remove = () =>
    changeProbes(
      form,
      form.draft.value.probes.filter((other) => other.key !== probe.key),
      `The probe ${probe.name || 'without a name'} is removed.`,
    );
  return (
    <div class="fields">
      <TextField label="Name" path={`${at}.name`} value={probe.name} onValue={(name) => edit({ name })} />
      <SelectField
        label="Kind"
        path={`${at}.kind`}
        value={probe.kind}
        options={KIND_NAMES}
        onValue={(kind) => edit({ kind })}
      />
      {probe.kind === 'chat' && (
        <SelectField
          label="Protocol"
          path={`${at}.protocol`}
          value={probe.protocol}
          options={PROTOCOL_NAMES}
          hint={usual === undefined ? undefined : `Usually at ${usual}`}
          onValue={(protocol) => edit(withProtocol(probe, protocol, originOf(form.draft.value.endpoint)))}
        />
      )}
      <TextField
        label="URL"
        path={`${at}.url`}
        wide
        value={probe.url}
        hint={blockedHint(probe.url)}
        onValue={(url) => edit({ url })}
      />
      <PaceFields probe={probe} at={at} edit={edit} />
      <KindFields probe={probe} at={at} edit={edit} />
      <SecretFields probe={probe} at={at} edit={edit} />
      <label class="check">
        <input
          type="checkbox"
          checked={probe.control}
          onChange={(event) => edit({ control: event.currentTarget.checked })}
        />
        <span>
          Control probe
          <span class="hint">
            Goes to another host, such as the router, and serves only to tell Wi-Fi, link and endpoint apart.
          </span>
        </span>
      </label>
      <div class="field-wide actions">
        <button
          type="button"
          data-check
          aria-busy={check.state.value.at === 'running'}
          onClick={() => void check.run([probe], false)}
        >
          Check this probe
        </button>
        <button type="button" class="quiet" onClick={remove}>
          Remove {probe.name || 'this probe'}
        </button>
        <p class="hint check-cost">{checkCost([probe])}</p>
      </div>
      <div class="field-wide">
        <CheckPanel check={check} form={form} />
      </div>
    </div>
  );
}

/** What was typed as the endpoint, as far as it names a host. */
function originOf(endpoint: string): string | undefined {
  const url = endpoint.trim() === '' ? undefined : readUrl(endpoint.trim());
  return url && `${url.protocol}//${url.host}`;
}

function pace(intervalMs: string): string {
  const ms = Number(intervalMs);
  if (!(ms > 0)) return '';
  if (ms < 1000) return `${formatCount(1000 / ms)} a second`;
  return ms === 1000 ? 'every second' : `every ${Math.round(ms / 100) / 10} s`;
}

/** Browsers refuse plain http and ws from a page that came over https, this computer itself excepted. */
function blockedHint(url: string): string | undefined {
  const plain = /^(http|ws):/i.test(url) && !isLoopback(url);
  if (!plain || location.protocol !== 'https:') return undefined;
  return 'This page came over https, so the browser may block an address without it. Use https or wss, or open the app from localhost.';
}
