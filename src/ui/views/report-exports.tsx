import { useSignal } from '@preact/signals';
import type { TimeFilter } from '../../report/filter/time-filter.ts';
import type { ExportKind } from '../../worker/protocol.ts';
import { makeExport } from '../client.ts';
import { saveFile } from '../files.ts';
import { formatBytes } from '../format.ts';
import { sentenceOf } from '../trouble.ts';

const KINDS: readonly (readonly [ExportKind, string])[] = [
  ['samples', 'Export samples CSV'],
  ['percentiles', 'Export percentiles CSV'],
  ['outages', 'Export outages CSV'],
];

interface Progress {
  busy: boolean;
  text: string;
  bad?: boolean;
}

/** The files to hand over. */
export function ExportRow({ id, filter }: { id: string; filter?: TimeFilter | undefined }) {
  const states = useSignal<Partial<Record<ExportKind, Progress>>>({});
  const set = (kind: ExportKind, progress: Progress) => {
    states.value = { ...states.value, [kind]: progress };
  };
  const run = (kind: ExportKind) => {
    if (states.value[kind]?.busy) return;
    set(kind, { busy: true, text: '0 %' });
    const progress = (share: number) => {
      if (states.value[kind]?.busy) set(kind, { busy: true, text: `${Math.round(share * 100)} %` });
    };
    makeExport(id, kind, progress, filter).then(
      ({ blob, name }) => {
        saveFile(blob, name);
        set(kind, {
          busy: false,
          text: `saved ${name} (${formatBytes(blob.size)})`,
        });
      },
      (error: unknown) => set(kind, { busy: false, bad: true, text: `not saved. ${sentenceOf(error)}` }),
    );
  };
  const told = KINDS.filter(([kind]) => states.value[kind] !== undefined);
  return (
    <section class="exports" aria-label="Exports">
      <div class="actions">
        {KINDS.map(([kind, label]) => (
          <button
            key={kind}
            type="button"
            aria-busy={states.value[kind]?.busy === true}
            onClick={() => run(kind)}
          >
            {label}
          </button>
        ))}
      </div>
      <ul class="export-states num" aria-live="polite">
        {told.map(([kind]) => (
          <li key={kind} class={states.value[kind]?.bad ? 'problem' : 'hint'}>
            {kind}: {states.value[kind]?.text}
          </li>
        ))}
      </ul>
    </section>
  );
}
