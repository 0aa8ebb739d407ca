import type { ComponentChildren } from 'preact';
import { decisive } from '../../core/verdict/overall.ts';
import type { Cell, Column } from '../../report/compare.ts';
import { probesWith } from '../../report/compare.ts';
import { ANSWER_WORDS, workload } from '../answer-words.ts';
import { availabilityPercent, intervalText } from '../availability-words.ts';
import { differenceWords, type Scale } from '../compare-words.ts';
import { CurveKey } from '../components/legend.tsx';
import { ImportedTag, ScrollRegion, SimulatedTag } from '../components/parts.tsx';
import { EMPTY, formatCount, formatDuration, formatSeconds, formatShare } from '../format.ts';
import { bothTimes } from '../format-time.ts';
import { intervalWords } from '../interval-words.ts';
import { reportHref } from '../router.ts';
import { attainedWords } from '../verdict-words.ts';
import { metricName } from '../words.ts';
import { Time } from './percentile-cell.tsx';

interface Figures {
  name: string;
  cells: readonly Cell[];
  scale: Scale;
}

interface Props {
  columns: readonly Column[];
  base: number;
  metric: string;
  percentiles: readonly Figures[];
  shares: readonly Figures[];
  onProbe: (campaignId: string, probe: string) => void;
}

/** Campaigns as columns: their figures, and below each how it differs from that of the base. */
export function CompareTable({ columns, base, metric, percentiles, shares, onProbe }: Props) {
  const row = (name: string, cell: (column: Column, i: number) => ComponentChildren) => (
    <tr key={name}>
      <th scope="row" class="words">
        {name}
      </th>
      {columns.map((column, i) => (
        <td key={column.compared.campaignId}>{cell(column, i)}</td>
      ))}
    </tr>
  );
  return (
    <ScrollRegion name="Campaigns side by side">
      <table class="wide-table compare-table num">
        <thead>
          <tr>
            <th scope="col" class="words">
              {metricName(metric)}, ms
            </th>
            {columns.map((column, i) => (
              <th key={column.compared.campaignId} scope="col">
                <Head column={column} place={i} isBase={i === base} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row('Probe', ({ compared, probe }) => (
            <ProbeChoice
              label={`Probe of ${compared.name}`}
              names={probesWith(compared, metric).map(({ name }) => name)}
              chosen={probe?.name}
              onChoose={(name) => onProbe(compared.campaignId, name)}
            />
          ))}
          {percentiles.map(({ name, cells, scale }) =>
            row(name, (_, i) => (
              <Figure cell={cells[i] ?? {}} scale={scale} text={(ms) => <Time ms={ms} />} ends={timeEnds} />
            )),
          )}
          {row('Samples', ({ metric: own }) => (own === undefined ? EMPTY : formatCount(own.ok.n)))}
          {row('Lost', ({ probe }) =>
            probe === undefined || probe.counts.scheduled === 0
              ? EMPTY
              : formatShare(1 - (probe.counts.ok + probe.counts.late) / probe.counts.scheduled),
          )}
          {shares.map(({ name, cells, scale }) =>
            row(sentenceCase(name), (_, i) => (
              <Figure
                cell={cells[i] ?? {}}
                scale={scale}
                text={(share) => `${availabilityPercent(share)} %`}
                ends={shareEnds}
              />
            )),
          )}
          {row('Outages over 2 s', ({ compared }) =>
            compared.outages === 0
              ? 'none'
              : `${formatCount(compared.outages)}, ${formatSeconds(compared.outageS)} in all`,
          )}
          {row('Observed', ({ compared }) => formatDuration(compared.observedS))}
          {row('Verdict', ({ compared: { verdict } }) => (
            <>
              <span class="verdict-mark compare-verdict" data-answer={verdict.answer}>
                {ANSWER_WORDS[verdict.answer]}
              </span>
              {verdict.limits.length > 0 && <span class="range">{workload(verdict)}</span>}
              {verdict.chosenEpochMs !== undefined && (
                <span class="range">limits chosen after measuring</span>
              )}
              <Lead limits={verdict.limits} />
            </>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Lead({ limits }: { limits: Column['compared']['verdict']['limits'] }) {
  const lead = decisive(limits);
  if (lead === undefined) return null;
  return <span class="range compare-lead">{attainedWords(lead)}</span>;
}

function Head({ column: { compared }, place, isBase }: { column: Column; place: number; isBase: boolean }) {
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
      <ImportedTag from={imported} />
      {isBase && <span class="tag">compared with</span>}
    </div>
  );
}

function ProbeChoice(props: {
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

function Figure(props: {
  cell: Cell;
  scale: Scale;
  text: (value: number) => ComponentChildren;
  ends: (cell: Cell) => { text: string; spoken: string };
}) {
  const { cell, scale, text, ends } = props;
  if (cell.value === undefined)
    return (
      <span class="none" title="Too few samples to know it.">
        {EMPTY}
        <span class="visually-hidden"> too few samples</span>
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

const timeEnds = ({ low, high }: Cell) => intervalWords(low, high);

function shareEnds(cell: Cell): { text: string; spoken: string } {
  const text = intervalText(cell);
  return { text, spoken: text === EMPTY ? 'no interval' : `95 % interval: ${text}` };
}

const sentenceCase = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
