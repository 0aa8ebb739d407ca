import { samplesNeeded } from '../../core/stats/percentile.ts';
import type { MetricRow } from '../../report/types.ts';
import { EMPTY, formatMs } from '../format.ts';
import { intervalWords, missingWords } from '../interval-words.ts';

/** Which share of the samples lies at or below each percentile, and the ends of its interval where it has one. */
const SHARES = {
  p50: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p99_9: 0.999,
} as const;

export type PercentileKey = keyof typeof SHARES;

export function isPercentile(key: string): key is PercentileKey {
  return key in SHARES;
}

/** A percentile with its interval below it, or what it still takes to know it. */
export function PercentileCell({
  row,
  column,
  observedS,
}: {
  row: MetricRow;
  column: PercentileKey;
  observedS: number;
}) {
  const value = row[column];
  if (value === undefined) {
    const words = missingWords(samplesNeeded(SHARES[column]) - row.n, row.n, observedS);
    return (
      <>
        <span class="none" title={words.why}>
          {EMPTY}
          <span class="visually-hidden"> {words.why}</span>
        </span>
        {words.lines.map((line) => (
          <span key={line} class="range">
            {line}
          </span>
        ))}
      </>
    );
  }
  return (
    <>
      <Time ms={value} />
      <Range row={row} column={column} />
    </>
  );
}

/** A time in ms, or that it never came. */
export function Time({ ms }: { ms: number }) {
  if (Number.isFinite(ms)) return <>{formatMs(ms)}</>;
  return (
    <span
      class="never"
      title="Lost requests count as endlessly slow here, and this percentile falls among them."
    >
      ∞ lost
    </span>
  );
}

function Range({ row, column }: { row: MetricRow; column: PercentileKey }) {
  const isFar = column === 'p99' || column === 'p99_9';
  const words = intervalWords(row[`${column}_low`], row[`${column}_high`], isFar);
  return (
    <span class="range" title={words.title}>
      <span class="visually-hidden">{words.spoken}</span>
      <span aria-hidden="true">{words.text}</span>
    </span>
  );
}
