import type { LiveProbe } from '../../worker/protocol.ts';
import { EMPTY, formatCount, formatMs, formatShare } from '../format.ts';
import { metricName, OUTCOME_NAMES } from '../words.ts';

/** The big number and the percentiles, each at a place of its own. */
export function NowPanel({ probe, running, stale }: { probe: LiveProbe; running: boolean; stale: boolean }) {
  const { counts, lastOutcome } = probe;
  const lost = counts.timeout + counts.failed + counts.skipped;
  const due = lost + counts.ok + counts.late;
  const failed = lastOutcome !== undefined && lastOutcome !== 'ok';
  return (
    <div class="now num" data-stale={stale ? '' : undefined}>
      <div class="now-value">
        <span class="now-label">
          {running ? 'Now' : 'Last'}, {metricName(probe.headline).toLowerCase()}
        </span>
        <span class="now-number">
          {formatMs(probe.lastMs)}
          <span class="now-unit">ms</span>
        </span>
        <span class="now-outcome" data-bad={failed ? '' : undefined}>
          {failed ? `last request: ${OUTCOME_NAMES[lastOutcome]}` : ' '}
        </span>
      </div>
      <dl class="now-percentiles">
        <Percentile name="p50" ms={probe.p50} needs={Math.max(0, 10 - probe.answered)} />
        <Percentile name="p95" ms={probe.p95} needs={probe.needsForP95} />
        <Percentile name="p99" ms={probe.p99} needs={probe.needsForP99} />
        <div>
          <dt>lost</dt>
          <dd data-bad={lost > 0 ? '' : undefined}>{due === 0 ? EMPTY : formatShare(lost / due)}</dd>
          <dd class="fact-more">
            {formatCount(lost)} of {formatCount(due)}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Percentile({
  name,
  ms,
  needs,
}: {
  name: 'p50' | 'p95' | 'p99';
  ms: number | undefined;
  needs: number;
}) {
  return (
    <div data-percentile={name}>
      <dt>
        <span class="mark-shape" aria-hidden="true" />
        {name}
      </dt>
      <dd>
        {formatMs(ms)}
        {ms !== undefined && <span class="small-unit">ms</span>}
      </dd>
      <dd class="fact-more">
        {ms === undefined && needs > 0 ? `needs ${formatCount(needs)} more` : ' '}
        {ms === undefined && needs > 0 && <span class="visually-hidden"> answers</span>}
      </dd>
    </div>
  );
}
