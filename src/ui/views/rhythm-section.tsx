import type { SlotReport } from '../../report/rhythm-types.ts';
import type { SiteZone } from '../../report/site-zone.ts';
import type { ProbeReport } from '../../report/types.ts';
import { ChartFrame } from '../components/chart-frame.tsx';
import { PlotCanvas } from '../components/plot-canvas.tsx';
import { PlotTable } from '../components/plot-table.tsx';
import { formatCount, formatMs } from '../format.ts';
import { clockWords, foldWords, slotWords, undatedWords } from '../rhythm-words.ts';
import { ClaimsSection } from './claims-section.tsx';
import { HoursSection } from './hours-section.tsx';
import { JitterSection } from './jitter-section.tsx';

const FOLD_LEGEND = [
  { look: 'key-median', text: 'median' },
  { look: 'key-band', text: 'p10 to p90' },
];
const FOLD_HEADS = ['Second of the slot', 'p10, ms', 'Median, ms', 'p90, ms', 'Round trips'];

/** Jitter, the slots of the network, the hours of the day, and the operator's claims. */
export function RhythmSection({ probe, zone }: { probe: ProbeReport; zone: SiteZone | undefined }) {
  if (probe.rhythm === undefined) return null;
  const { jitter, slots, hours, claims, isUndated } = probe.rhythm;
  return (
    <>
      {jitter !== undefined && <JitterSection jitter={jitter} />}
      {slots !== undefined && <Slots slots={slots} isUndated={isUndated === true} />}
      {hours !== undefined && <HoursSection hours={hours} zone={zone} />}
      {claims !== undefined && <ClaimsSection claims={claims} zone={zone} />}
    </>
  );
}

function Slots({ slots, isUndated }: { slots: SlotReport; isUndated: boolean }) {
  const clock = isUndated ? undatedWords(slots) : clockWords(slots);
  const isShort = slots.status === 'not-enough-data';
  return (
    <section class="echo-part" aria-labelledby="slots-title">
      <h2 id="slots-title">Does the link change every 15 s, as Starlink does?</h2>
      <p class={isShort ? 'hint column' : 'column'}>{slotWords(slots)}</p>
      {clock !== undefined && <p class="column">{clock}</p>}
      {slots.fold.some(({ p50 }) => p50 !== undefined) && <Fold slots={slots} isUndated={isUndated} />}
      {!isShort && <Method />}
    </section>
  );
}

function Method() {
  return (
    <p class="hint column">
      Starlink assigns its satellites anew every 15 s. For each of 150 phases: how much more consecutive round
      trips differ where they straddle it (each difference capped at 100 ms); z tells by how many robust
      standard deviations the best phase stands out. Established asks for more: in each third of the campaign,
      in each slot of rounds of 45 to 105 s, and nowhere else. Of 500 simulated links without such a rhythm,
      of each of seven kinds and three lengths, it was said of one at most.
    </p>
  );
}

function Fold({ slots, isUndated }: { slots: SlotReport; isUndated: boolean }) {
  const { fold, phase } = slots;
  const words = foldWords(fold);
  return (
    <ChartFrame
      title="How long are round trips within a slot?"
      keys={FOLD_LEGEND}
      summary={words}
      table={() => (
        <PlotTable
          heads={FOLD_HEADS}
          rows={fold.map(({ s, n, p10, p50, p90 }) => [
            `${s} to ${s + 1}`,
            formatMs(p10),
            formatMs(p50),
            formatMs(p90),
            formatCount(n),
          ])}
        />
      )}
    >
      <PlotCanvas
        load={async () => (await import('../charts/plots.ts')).createSlotFold}
        input={{ fold, phaseS: phase?.s, isUndated }}
        words={words}
        when={[slots]}
      />
    </ChartFrame>
  );
}
