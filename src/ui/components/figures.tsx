import { samplesNeeded } from '../../core/stats/percentile.ts';
import { EMPTY, formatCount, formatMs, formatShare } from '../format.ts';

/** What stands for a probe: percentiles of the answered requests in ms, and how many came of those that were due. */
export interface FigureValues {
  p50?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  answered: number;
  /** Unmeasured due times are not among them. */
  scheduled: number;
}

const SHARES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

interface Props {
  values: FigureValues;
  /** One line, the rest as a title. */
  brief?: boolean;
  /** A further figure at the end. */
  last?: { name: string; value: string; title: string } | undefined;
}

/** p50, p95, p99 and the share lost, each at its place and in its colour. */
export function Figures({ values, brief = false, last }: Props) {
  const { answered, scheduled } = values;
  const lost = scheduled - answered;
  const of = `${formatCount(lost)} of ${formatCount(scheduled)}`;
  return (
    <dl class={brief ? 'figures brief num' : 'figures'}>
      {SHARES.map(([name, share]) => {
        const ms = values[name];
        const missing = samplesNeeded(share) - answered;
        const needs = ms === undefined && missing > 0 ? `needs ${formatCount(missing)} more` : '';
        return (
          <div key={name} data-percentile={name} title={needs === '' ? undefined : `${needs} answers`}>
            <dt>
              <span class="mark-shape" aria-hidden="true" />
              {name}
            </dt>
            <dd>
              {formatMs(ms)}
              {ms !== undefined && <span class="small-unit"> ms</span>}
              {brief && needs !== '' && <span class="visually-hidden"> {needs} answers</span>}
            </dd>
            {!brief && <dd class="fact-more">{needs || ' '}</dd>}
          </div>
        );
      })}
      <div title={scheduled === 0 ? 'Nothing was due yet' : of}>
        <dt>lost</dt>
        <dd data-bad={lost > 0 ? '' : undefined}>
          {scheduled === 0 ? EMPTY : formatShare(lost / scheduled)}
        </dd>
        {!brief && <dd class="fact-more">{of}</dd>}
      </div>
      {last !== undefined && (
        <div title={last.title}>
          <dt>{last.name}</dt>
          <dd>{last.value}</dd>
        </div>
      )}
    </dl>
  );
}
