import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { OUTCOMES } from '../../core/sample.ts';
import type { LiveProbe, LiveSnapshot } from '../../worker/protocol.ts';
import { ProbeContext } from '../components/paper.ts';
import { Tabs } from '../components/tabs.tsx';
import { TimelinePlot } from '../components/timeline-plot.tsx';
import { formatCount } from '../format.ts';
import { metricName, OUTCOME_MEANINGS, OUTCOME_NAMES } from '../words.ts';
import { NowPanel } from './now-panel.tsx';

/** The probes as tabs: numbers now, then the time line. */
export function LiveProbes({ snapshot, running }: { snapshot: LiveSnapshot; running: boolean }) {
  const chosen = useSignal<string | undefined>(undefined);
  const probe = snapshot.probes.find((other) => other.name === chosen.value) ?? snapshot.probes[0];
  if (probe === undefined) return null;
  const tabs = snapshot.probes.map(({ name, role, lastOutcome }) => ({
    id: name,
    label: (
      <>
        {name}
        {role === 'control' && <span class="tab-more">control</span>}
        {running && isLost(lastOutcome) && (
          <span class="tab-bad" aria-hidden="true" title="The last request was lost">
            ✕
          </span>
        )}
      </>
    ),
  }));
  return (
    <Tabs
      label="Probes"
      tabs={tabs}
      selected={probe.name}
      onSelect={(name) => {
        chosen.value = name;
      }}
    >
      <NowPanel probe={probe} running={running} stale={snapshot.silentSinceEpochMs !== undefined} />
      <Counts probe={probe} />
      <ProbeContext.Provider value={probe.name}>
        <LiveTimeline probe={probe} snapshot={snapshot} />
      </ProbeContext.Provider>
    </Tabs>
  );
}

const isLost = (outcome: LiveProbe['lastOutcome']) =>
  outcome === 'timeout' || outcome === 'failed' || outcome === 'skipped';

function Counts({ probe }: { probe: LiveProbe }) {
  return (
    <dl class="counts num">
      {OUTCOMES.filter((outcome) => outcome !== 'late' || probe.kind === 'websocket').map((outcome) => (
        <div
          key={outcome}
          data-outcome={outcome}
          data-none={probe.counts[outcome] === 0 ? '' : undefined}
          title={OUTCOME_MEANINGS[outcome]}
        >
          <dt>{OUTCOME_NAMES[outcome]}</dt>
          <dd>{formatCount(probe.counts[outcome])}</dd>
        </div>
      ))}
      <div title="Sent, and neither answered nor given up">
        <dt>in flight</dt>
        <dd>{probe.inFlight}</dd>
      </div>
    </dl>
  );
}

function LiveTimeline({ probe, snapshot }: { probe: LiveProbe; snapshot: LiveSnapshot }) {
  const input = useMemo(() => {
    const { bins, binMs } = probe.timeline;
    const nowMs = Date.now();
    const fromMs = bins[0]?.startEpochMs ?? nowMs;
    const windowEndMs = (bins.at(-1)?.startEpochMs ?? fromMs) + binMs;
    // The window may reach beyond the planned end, where nothing is to come.
    const plannedEndMs = nowMs + (snapshot.durationS - snapshot.elapsedS) * 1000;
    const last = bins.findLast(({ answered, lost, unmeasured }) => answered + lost + unmeasured > 0);
    const endMs = snapshot.state === 'ended' && last !== undefined ? last.startEpochMs + binMs : plannedEndMs;
    const toMs = Math.max(Math.min(windowEndMs, Math.ceil(endMs / binMs) * binMs), fromMs + binMs);
    const silent =
      snapshot.silentSinceEpochMs === undefined
        ? undefined
        : { fromMs: snapshot.silentSinceEpochMs, toMs: nowMs };
    return {
      bins,
      binMs,
      intervals: snapshot.outages,
      silent,
      fromMs,
      toMs,
      metric: metricName(probe.headline),
    };
  }, [probe]);
  return <TimelinePlot title={questionOf(probe.headline)} input={input} />;
}

/** The question that a time line of this metric answers. */
export function questionOf(headline: string): string {
  return headline === 'ttft' ? 'How long does the first token take?' : 'How long does an answer take?';
}
