import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { DishReport } from '../../report/dish-types.ts';
import { door } from '../../store/door.ts';
import { DishStripsPlot } from '../components/dish-strips-plot.tsx';
import { usePaper } from '../components/paper.ts';
import { importDishHistory } from '../dish-import.ts';
import { DISH_COMMAND, dishWords, sourceWords } from '../dish-words.ts';
import { showToast } from '../toasts.ts';
import { attempt } from '../trouble.ts';
import { DishTable } from './dish-table.tsx';

interface Props {
  campaignId: string;
  dish: DishReport | undefined;
  /** The stored histories are others now. */
  onChanged: () => void;
}

/** What the dish itself recorded, beside the campaign. */
export function DishSection({ campaignId, dish, onChanged }: Props) {
  const refused = useSignal<{ name: string; problem: string } | undefined>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  const onFile = (input: HTMLInputElement) =>
    attempt(async () => {
      const file = input.files?.[0];
      if (file === undefined) return;
      const problem = await importDishHistory(campaignId, file);
      refused.value = problem === undefined ? undefined : { name: file.name, problem };
      input.value = '';
      if (problem === undefined) onChanged();
    }, 'The file could not be read. ');
  const onRemove = () =>
    attempt(async () => {
      const removed = await door.listDishHistories(campaignId);
      await door.removeDishHistories(campaignId);
      onChanged();
      const takeAway = showToast('The dish history is removed.', {
        label: 'Undo',
        run: () => {
          takeAway();
          attempt(async () => {
            for (const history of removed) await door.addDishHistory(campaignId, history);
            onChanged();
          }, 'The dish history could not be brought back. ');
        },
      });
    }, 'The dish history could not be removed. ');
  const isOnPaper = usePaper() !== undefined;
  // What is offered there is nothing that was found.
  if (isOnPaper && dish === undefined) return null;
  return (
    <section class="dish" aria-labelledby="dish-title">
      <h2 id="dish-title">Did the dish see it, too?</h2>
      {dish === undefined ? <HowTo /> : <p class="hint column">{dishWords(dish)}</p>}
      {!isOnPaper && (
        <div class="actions">
          <button type="button" onClick={() => picker.current?.click()}>
            Import dish history
          </button>
          {dish !== undefined && (
            <button type="button" class="quiet" onClick={onRemove}>
              Remove dish history
            </button>
          )}
          <input
            ref={picker}
            type="file"
            accept=".json,.txt,application/json"
            hidden
            onChange={(event) => onFile(event.currentTarget)}
          />
        </div>
      )}
      {refused.value !== undefined && (
        <p class="problem" role="alert">
          <strong>{refused.value.name}</strong> was not imported. {refused.value.problem}
        </p>
      )}
      {dish?.shared !== undefined && <DishStripsPlot dish={dish} shared={dish.shared} />}
      {dish !== undefined && dish.rows.length > 0 && <DishTable rows={dish.rows} />}
      {dish !== undefined && (
        <ul class="dish-sources hint column">
          {dish.sources.map((source) => (
            <li key={source.importedEpochMs}>{sourceWords(source)}</li>
          ))}
          <li>
            The dish’s record is taken to begin with its ring or the first outage it lists. Where the time of
            a ring is only assumed, it goes from the first to the last outage listed. Failures that overlap,
            or lie within 2 s of one another, are one. A second of the ring is silent from half of its pings
            lost.
          </li>
        </ul>
      )}
    </section>
  );
}

function HowTo() {
  return (
    <>
      <p class="hint column">
        A Starlink dish keeps its own last 15 minutes and a list of outages. No page of another origin may
        read them; on a computer behind the dish this command saves them as a file:
      </p>
      <pre class="command">
        <code>{DISH_COMMAND}</code>
      </pre>
    </>
  );
}
