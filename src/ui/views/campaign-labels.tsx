import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Campaign } from '../../core/campaign.ts';
import { keepLabels, labelProblem, readTags } from '../labels.ts';
import { attempt } from '../trouble.ts';

/** Renames a campaign, and keeps a note and tags with it. */
export function CampaignLabels({ campaign, onDone }: { campaign: Campaign; onDone: () => void }) {
  const id = useId();
  const name = useSignal(campaign.plan.name);
  const note = useSignal(campaign.note ?? '');
  const tags = useSignal((campaign.tags ?? []).join(', '));
  const problem = useSignal<string | undefined>(undefined);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const save = (event: Event) => {
    event.preventDefault();
    const labels = { name: name.value, note: note.value, tags: readTags(tags.value) };
    problem.value = labelProblem(labels);
    if (problem.value !== undefined) return;
    attempt(async () => {
      await keepLabels(campaign.id, labels);
      onDone();
    }, 'The changes could not be kept. ');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
  };
  return (
    <form class="labels" onSubmit={save} onKeyDown={onKeyDown} aria-label={`Edit ${campaign.plan.name}`}>
      <div class="field">
        <label for={`${id}-name`}>Name</label>
        <input
          ref={first}
          id={`${id}-name`}
          type="text"
          autocomplete="off"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </div>
      <div class="field">
        <label for={`${id}-tags`}>Tags</label>
        <input
          id={`${id}-tags`}
          type="text"
          autocomplete="off"
          placeholder="rain, new mast"
          value={tags.value}
          aria-describedby={`${id}-tags-hint`}
          onInput={(event) => {
            tags.value = event.currentTarget.value;
          }}
        />
        <p class="hint" id={`${id}-tags-hint`}>
          With commas between. The first page filters by them.
        </p>
      </div>
      <div class="field field-wide">
        <label for={`${id}-note`}>Note</label>
        <textarea
          id={`${id}-note`}
          rows={3}
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
      </div>
      {problem.value !== undefined && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="primary">
          Save
        </button>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
