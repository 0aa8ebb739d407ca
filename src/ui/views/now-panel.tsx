import type { LiveProbe } from '../../worker/protocol.ts';
import { Figures } from '../components/figures.tsx';
import { formatMs } from '../format.ts';
import { metricName, OUTCOME_NAMES } from '../words.ts';

/** The big number and the percentiles, each at a place of its own. */
export function NowPanel({ probe, running, stale }: { probe: LiveProbe; running: boolean; stale: boolean }) {
  const { counts, lastOutcome } = probe;
  const lost = counts.timeout + counts.failed + counts.skipped;
  const answered = counts.ok + counts.late;
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
      <Figures values={{ ...probe, answered, scheduled: answered + lost }} />
    </div>
  );
}
