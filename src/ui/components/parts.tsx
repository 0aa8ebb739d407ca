import type { ComponentChildren } from 'preact';
import type { ShownState } from '../campaigns.ts';
import { usePaper } from './paper.ts';

/** The state of the campaign that is shown; its text is the word for it alone. */
export function CampaignStatus({ state, word = state }: { state: ShownState; word?: string }) {
  return (
    <div class="status" role="status" aria-label="Campaign status" data-state={state}>
      {word}
    </div>
  );
}

/** Says that a link or a model is not a real one. */
export function SimulatedTag({ what }: { what: readonly string[] }) {
  if (what.length === 0) return null;
  return (
    <span
      class="tag tag-simulated"
      title={`Simulated: ${what.join(', ')}. These are not the numbers of a real link.`}
    >
      simulated {what.join(', ')}
    </span>
  );
}

/** Says that a campaign was not measured by this app. `brief`: without the file's name, where there is little room. */
export function ImportedTag({
  from,
  brief = false,
}: {
  from: { file: string } | undefined;
  brief?: boolean;
}) {
  if (from === undefined) return null;
  return (
    <span
      class="tag tag-imported"
      title={`Read from ${from.file}. What it does not say stands in the report, under How it was measured.`}
    >
      {brief ? 'imported' : `imported from ${from.file}`}
    </span>
  );
}

interface BannerProps {
  tone: 'bad' | 'info' | 'warn';
  children: ComponentChildren;
  actions?: ComponentChildren;
  alert?: boolean;
}

export function Banner({ tone, children, actions, alert = false }: BannerProps) {
  return (
    <div class="banner" data-tone={tone} role={alert ? 'alert' : undefined}>
      <div class="banner-text">{children}</div>
      {actions !== undefined && <div class="banner-actions">{actions}</div>}
    </div>
  );
}

/** Grey lines of the size of what is on its way. */
export function Skeleton({ height }: { height: number }) {
  return <div class="skeleton" style={{ height: `${height}px` }} aria-hidden="true" />;
}

/** A few choices side by side, one of them taken; on paper that one alone. */
export function Segments<T extends string>(props: {
  legend: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChoose: (value: T) => void;
}) {
  const { legend, value, options, onChoose } = props;
  if (usePaper() !== undefined)
    return <span class="chosen">{options.find(([key]) => key === value)?.[1]}</span>;
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{legend}</legend>
      {options.map(([key, label]) => (
        <label key={key}>
          <input type="radio" name={legend} checked={key === value} onChange={() => onChoose(key)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A wide or long table that scrolls inside itself, by keys too. */
export function ScrollRegion({
  name,
  tall = false,
  children,
}: {
  name: string;
  tall?: boolean;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus, or keys cannot scroll it.
    <section class={tall ? 'table-scroll tall' : 'table-scroll'} tabIndex={0} aria-label={name}>
      {children}
    </section>
  );
}
