import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Finding, FindingState, Mend } from '../check-types.ts';
import { askToKeepStorage } from '../storage.ts';

const STATE_WORDS: Record<FindingState, string> = {
  blocks: 'in the way',
  limits: 'limits',
  info: 'note',
  ok: 'in order',
};

interface Props {
  finding: Finding;
  /** Whether to say which probes it is about. */
  named: boolean;
  applied: boolean;
  onApply: () => void;
}

/** One finding: what was found, what it costs the measurement, and what mends it. */
export function CheckFinding({ finding, named, applied, onApply }: Props) {
  const { topic, state, says, loses, mends = [], note, remedy, probes } = finding;
  const id = useId();
  const apply = () => {
    if (remedy !== undefined && 'keepStorage' in remedy) askToKeepStorage();
    onApply();
  };
  return (
    <li class="finding" data-state={state}>
      <span class="finding-state">{STATE_WORDS[state]}</span>
      <div class="finding-body">
        <h3 id={id}>
          {topic}{' '}
          {named &&
            probes.map((probe) => (
              <span key={probe} class="tag">
                {probe}
              </span>
            ))}
        </h3>
        <p>{says}</p>
        {loses !== undefined && <p>{loses}</p>}
        {note !== undefined && <p class="hint">{note}</p>}
        {mends.length > 0 && (
          <div class="mends">
            {mends.map((mend) => (
              <MendLine key={mend.line} mend={mend} topic={topic} />
            ))}
          </div>
        )}
        {remedy !== undefined && (
          <button type="button" disabled={applied} aria-describedby={id} onClick={apply}>
            {applied ? `Done: ${remedy.does}` : remedy.does}
          </button>
        )}
      </div>
    </li>
  );
}

function MendLine({ mend: { server, line }, topic }: { mend: Mend; topic: string }) {
  const copied = useSignal(false);
  const copy = () => {
    navigator.clipboard.writeText(line).then(
      () => {
        copied.value = true;
      },
      () => {},
    );
  };
  return (
    <details class="mend">
      <summary>{server}</summary>
      <div class="mend-line">
        <pre>
          <code>{line}</code>
        </pre>
        <button type="button" class="quiet" aria-label={`Copy for ${server}: ${topic}`} onClick={copy}>
          {copied.value ? 'Copied' : 'Copy'}
        </button>
      </div>
    </details>
  );
}
