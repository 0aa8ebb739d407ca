import { useEffect } from 'preact/hooks';
import type { ExportKind } from '../../report/export-kinds.ts';
import { type ExportOrder, type ExportState, exportStateOf, runExport, stopExport } from '../exports.ts';
import { askWhere, canPickPlace, lookAtSaving, setAskWhere } from '../save-picker.ts';
import { attempt } from '../trouble.ts';

const LABELS: readonly (readonly [ExportKind, string])[] = [
  ['samples', 'Export samples CSV'],
  ['percentiles', 'Export percentiles CSV'],
  ['outages', 'Export outages CSV'],
  ['bundle', 'Export bundle'],
  ['parquet', 'Export Parquet'],
  ['html', 'Export HTML report'],
];
const MORE: readonly (readonly [ExportKind, string])[] = [
  ['events', 'Export events CSV'],
  ['samples-by-day', 'Export a CSV a day'],
  ['hgrm', 'Export .hgrm'],
  ['plots', 'Export all plots'],
  ['dictionary', 'Export data dictionary'],
];

/** The files to hand over. */
export function ExportRow({ order }: { order: ExportOrder }) {
  const { id } = order.campaign;
  useEffect(() => attempt(lookAtSaving), []);
  const told = [...LABELS, ...MORE].flatMap(([kind, label]) => {
    const state = exportStateOf(id, kind);
    return state === undefined ? [] : [{ kind, label, state }];
  });
  return (
    <section class="exports" aria-label="Exports">
      <Buttons order={order} labels={LABELS} />
      <Buttons order={order} labels={MORE} quiet />
      {canPickPlace() && (
        <label class="check">
          <input
            type="checkbox"
            checked={askWhere.value}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              attempt(() => setAskWhere(checked));
            }}
          />
          <span>
            Ask where to save each file
            <span class="hint">It is written there as it is made, without a copy in between.</span>
          </span>
        </label>
      )}
      <ul class="export-states num">
        {told.map(({ kind, label, state }) => (
          <li key={kind}>
            <State id={id} kind={kind} label={label} state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ButtonsProps {
  order: ExportOrder;
  labels: readonly (readonly [ExportKind, string])[];
  quiet?: boolean;
}

function Buttons({ order, labels, quiet }: ButtonsProps) {
  return (
    <div class="actions">
      {labels.map(([kind, label]) => (
        <button
          key={kind}
          type="button"
          class={quiet ? 'quiet' : undefined}
          aria-busy={exportStateOf(order.campaign.id, kind)?.busy === true}
          onClick={() => attempt(() => runExport(order, kind))}
        >
          {label}
        </button>
      ))}
      {quiet && (
        <button type="button" class="quiet" onClick={() => print()}>
          Print report
        </button>
      )}
    </div>
  );
}

interface StateProps {
  id: string;
  kind: ExportKind;
  label: string;
  state: ExportState;
}

function State({ id, kind, label, state }: StateProps) {
  const what = label.replace('Export ', '');
  if (!state.busy)
    return (
      <span class={state.bad ? 'problem' : 'hint'} role="status">
        {what}: {state.text}
      </span>
    );
  const percent = `${Math.round(state.share * 100)} %`;
  return (
    <span class="export-progress">
      <label>
        <span class="hint">
          {what}: {state.cancelling ? 'cancelling' : percent}
        </span>
        <progress class="progress" value={state.share} max={1} />
      </label>
      <button
        type="button"
        class="quiet"
        disabled={state.cancelling}
        onClick={() => attempt(() => stopExport(id, kind))}
      >
        Cancel
      </button>
    </span>
  );
}
