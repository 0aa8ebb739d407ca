import type { ComponentChildren } from 'preact';
import type { Cell, Column } from '../../report/compare.ts';
import { probesWith } from '../../report/compare.ts';
import { ANSWER_WORDS, workload } from '../answer-words.ts';
import { availabilityPercent } from '../availability-words.ts';
import { availabilityMissing, outagesWords, type Scale } from '../compare-words.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { EMPTY, formatCount, formatDuration, formatShare } from '../format.ts';
import { metricName } from '../words.ts';
import {
  CompareFigure,
  CompareHead,
  CompareLead,
  ProbeChoice,
  shareEnds,
  timeEnds,
} from './compare-cells.tsx';
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
                <CompareHead column={column} place={i} isBase={i === base} />
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
            row(name, (column, i) => (
              <CompareFigure
                cell={cells[i] ?? {}}
                scale={scale}
                missing={column.metric === undefined ? NO_PROBE : TOO_FEW}
                text={(ms) => <Time ms={ms} />}
                ends={timeEnds}
              />
            )),
          )}
          {row('Samples', ({ metric: own }) => (own === undefined ? EMPTY : formatCount(own.ok.n)))}
          {row('Lost', ({ probe }) =>
            probe === undefined || probe.counts.scheduled === 0
              ? EMPTY
              : formatShare(1 - (probe.counts.ok + probe.counts.late) / probe.counts.scheduled),
          )}
          {shares.map(({ name, cells, scale }) =>
            row(sentenceCase(name), ({ compared }, i) => (
              <CompareFigure
                cell={cells[i] ?? {}}
                scale={scale}
                missing={availabilityMissing(compared)}
                text={(share) => `${availabilityPercent(share)} %`}
                ends={shareEnds}
              />
            )),
          )}
          {row('Outages over 2 s', ({ compared }) => outagesWords(compared))}
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
              <CompareLead limits={verdict.limits} />
            </>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const TOO_FEW = 'Too few samples to know it.';
const NO_PROBE = 'No probe of this campaign measures it.';

const sentenceCase = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
