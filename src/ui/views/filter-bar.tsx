import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { type FilterTexts, filterProblem, NO_FILTER } from '../../report/filter/time-filter.ts';
import { Banner } from '../components/parts.tsx';

interface Props {
  filter: FilterTexts | undefined;
  /** What is looked at because of it, as sentences. */
  looked: string | undefined;
  /** Whose days and hours they are, as a sentence. */
  zone: string;
  onChoose: (filter: FilterTexts) => void;
}

const FIELDS = [
  ['from', 'First day', 'date'],
  ['to', 'Last day', 'date'],
  ['after', 'From', 'time'],
  ['before', 'Until', 'time'],
] as const;

/** Chooses the days and the hours of the day to look at, and says which are looked at now. */
export function FilterBar({ filter, looked, zone, onChoose }: Props) {
  const texts = useSignal<FilterTexts>(filter ?? NO_FILTER);
  const problem = useSignal<string | undefined>(filter && filterProblem(filter));
  const id = useId();
  const apply = (event: Event) => {
    event.preventDefault();
    problem.value = filterProblem(texts.value);
    if (problem.value === undefined) onChoose(texts.value);
  };
  return (
    <section class="filter" aria-label="Filter">
      {looked !== undefined && (
        <Banner
          tone="info"
          actions={
            <button type="button" onClick={() => onChoose(NO_FILTER)}>
              Show all
            </button>
          }
        >
          <strong>Filtered.</strong> {looked}
        </Banner>
      )}
      <details class="behind" open={problem.value !== undefined}>
        <summary>{filter === undefined ? 'Look at certain days or hours only' : 'Change the filter'}</summary>
        <form class="filter-form" onSubmit={apply}>
          {FIELDS.map(([key, label, type]) => (
            <div key={key} class="field">
              <label for={`${id}-${key}`}>{label}</label>
              <input
                id={`${id}-${key}`}
                type={type}
                value={texts.value[key]}
                onInput={(event) => {
                  texts.value = { ...texts.value, [key]: event.currentTarget.value };
                }}
              />
            </div>
          ))}
          <button type="submit">Apply the filter</button>
          <p class="hint">
            {zone} Until before From wraps midnight: 22:00 to 06:00. What is left out counts as not looked at.
          </p>
          {problem.value !== undefined && (
            <p class="problem" role="alert">
              {problem.value}
            </p>
          )}
        </form>
      </details>
    </section>
  );
}
