import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { OUTCOMES } from '../../core/sample.ts';
import type { LiveProbe, LiveSnapshot } from '../../worker/protocol.ts';
import { stepWindow } from '../charts/steps.ts';
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
          <span class="tab-bad" title="The last request was lost">
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
      <LiveTimeline probe={probe} snapshot={snapshot} />
    </Tabs>
  );
}

const isLost = (outcome: LiveProbe['lastOutcome']) =>
  outcome === 'timeout' || outcome === 'failed' || outcome === 'skipped';

function Counts({ probe }: { probe: LiveProbe }) {
  return (
    <dl class="counts num">
      {OUTCOMES.map((outcome) => (
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
    const fromMs = bins[0]?.startEpochMs ?? Date.now() - snapshot.elapsedS * 1000;
    const endMs = (bins.at(-1)?.startEpochMs ?? fromMs) + binMs;
    const windowS = stepWindow((endMs - fromMs) / 1000, snapshot.durationS);
    const silent =
      snapshot.silentSinceEpochMs === undefined
        ? undefined
        : { fromMs: snapshot.silentSinceEpochMs, toMs: Date.now() };
    return {
      bins,
      binMs,
      intervals: snapshot.outages,
      silent,
      fromMs,
      toMs: fromMs + windowS * 1000,
      metric: metricName(probe.headline),
    };
  }, [probe]);
  return <TimelinePlot title={questionOf(probe.headline)} input={input} />;
}

/** The question that a time line of this metric answers. */
export function questionOf(headline: string): string {
  return headline === 'ttft' ? 'How long does the first token take?' : 'How long does an answer take?';
}
