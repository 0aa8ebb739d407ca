import { clockText, dateText, type Zone, zoneName } from '../format-time.ts';
import { axis } from './base.ts';
import type { Palette } from './palette.ts';
import { timeTicks } from './steps.ts';

/** An axis of wall-clock time with marks on round instants of the zone. */
export function timeAxis(
  palette: Palette,
  { fromMs, toMs, zone }: { fromMs: number; toMs: number; zone: Zone },
): ReturnType<typeof axis> {
  let stepS = 0;
  const label = (epochMs: number) =>
    stepS >= 86_400 ? dateText(epochMs, zone) : clockText(epochMs, zone).slice(0, stepS < 60 ? 8 : 5);
  return axis(palette, `Time (${zoneName(zone)})`, {
    min: fromMs,
    max: toMs,
    grid: { display: false },
    afterBuildTicks: (scale) => {
      const ticks = timeTicks(fromMs, toMs, Math.max(2, scale.width / 88), zone);
      stepS = ticks.stepS;
      scale.ticks = ticks.at.map((value) => ({ value }));
    },
    ticks: { callback: (value) => label(Number(value)) },
  });
}
