import type { ComponentChildren } from 'preact';
import { decisive } from '../../core/verdict/overall.ts';
import type { Cell, Column } from '../../report/compare.ts';
import { intervalText } from '../availability-words.ts';
import { differenceWords, type Scale } from '../compare-words.ts';
import { CurveKey } from '../components/legend.tsx';
import { ImportedTag, SimulatedTag } from '../components/parts.tsx';
import { EMPTY } from '../format.ts';
import { bothTimes } from '../format-time.ts';
import { intervalWords } from '../interval-words.ts';
import { reportHref } from '../router.ts';
import { attainedWords } from '../verdict-words.ts';

/** The limit that a verdict hangs on, and what was reached of it. */
export function CompareLead({ limits }: { limits: Column['compared']['verdict']['limits'] }) {
  const lead = decisive(limits);
  if (lead === undefined) return null;
  return <span class="range compare-lead">{attainedWords(lead)}</span>;
}

/** The head of a campaign's column. */
export function CompareHead({
  column: { compared },
  place,
  isBase,
}: {
  column: Column;
  place: number;
  isBase: boolean;
}) {
  const { campaignId, name, site, startEpochMs, simulated, imported } = compared;
  return (
    <div class="compare-head">
      <a href={reportHref(campaignId)}>{name}</a>
      <CurveKey place={place} />
      {site !== '' && <span>{site}</span>}
      {startEpochMs !== undefined && (
        <span class="range">{bothTimes(startEpochMs).replace(/ \(.*/, '')}</span>
      )}
      <SimulatedTag what={simulated} />
      <ImportedTag from={imported} brief />
      {isBase && <span class="tag">compared with</span>}
    </div>
  );
}

/** The probe that speaks for a campaign, to be chosen where several could. */
export function ProbeChoice(props: {
  label: string;
  names: readonly string[];
  chosen: string | undefined;
  onChoose: (name: string) => void;
}) {
  const { label, names, chosen, onChoose } = props;
  if (chosen === undefined) return <span class="none">none measures it</span>;
  if (names.length === 1) return <>{chosen}</>;
  return (
    <select aria-label={label} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** A figure with its interval and how it differs from the base's, or why it is `missing`. `text` prints the value, `ends` the interval. */
export function CompareFigure(props: {
  cell: Cell;
  scale: Scale;
  missing: string;
  text: (value: number) => ComponentChildren;
  ends: (cell: Cell) => { text: string; spoken: string };
}) {
  const { cell, scale, missing, text, ends } = props;
  if (cell.value === undefined)
    return (
      <span class="none" title={missing}>
        {EMPTY}
        <span class="visually-hidden"> {missing}</span>
      </span>
    );
  const { text: range, spoken } = ends(cell);
  const said = cell.difference && differenceWords(cell.difference, scale);
  return (
    <>
      {text(cell.value)}
      <span class="range">
        <span class="visually-hidden">{spoken}</span>
        <span aria-hidden="true">{range}</span>
      </span>
      {said !== undefined && (
        <span class="compare-difference" data-decision={cell.difference?.decision}>
          {said.said}
          <span class="range">{said.interval}</span>
        </span>
      )}
    </>
  );
}

/** The interval of a time in ms. */
export const timeEnds = ({ low, high }: Cell) => intervalWords(low, high);

/** The interval of a share. */
export function shareEnds(cell: Cell): { text: string; spoken: string } {
  const text = intervalText(cell);
  return { text, spoken: text === EMPTY ? 'no interval' : `95 % interval: ${text}` };
}
