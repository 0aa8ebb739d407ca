import { attained, neverMet, neverMissed, notMetAtEnd } from './coverage/attainment.ts';
import { availabilityCoverage } from './coverage/availability.ts';
import type { Measure } from './coverage/measure.ts';
import { p50, p95 } from './coverage/percentiles.ts';
import { judge, type Tallies } from './coverage/runs.ts';
import { isAsWanted, tableOf } from './coverage/table.ts';

/**
 * On simulated links whose truth is known, intervals cover it as often as they say, and a share
 * just below its target is hardly ever called met, however often one looks.
 */
export const unit = 'runs of each simulated link';
export const shortAmount = 8;

/** What is judged: each measure in a file of its own. */
export const MEASURES: readonly Measure[] = [p50, p95, attained, notMetAtEnd, neverMet, neverMissed];

const PART = 25;

export async function soak(runs = 1000, tell: (line: string) => void): Promise<void> {
  const tallies: Tallies = new Map();
  for (let from = 0; from < runs; from += PART) judge(MEASURES, from, Math.min(runs, from + PART), tallies);
  tell(`Share of ${runs} runs in which it holds, %`);
  for (const measure of MEASURES) for (const line of tableOf(measure, tallies)) tell(line);
  for (const { link, hours, measure, coverage } of availabilityCoverage(runs))
    tell(`${link}, ${hours} h, ${measure}: ${(coverage * 100).toFixed(1)} %`);
  const wrong = MEASURES.flatMap((measure) =>
    measure.links.flatMap((link) =>
      measure.hours
        .filter((hours) => {
          const tally = tallies.get(measure)?.get(link)?.get(hours);
          return tally === undefined || !isAsWanted(tally, measure.wanted(hours));
        })
        .map((hours) => `${measure.name}, ${link.name}, ${hours} h`),
    ),
  );
  if (wrong.length > 0) throw new Error(`Not as often as wanted: ${wrong.join('; ')}.`);
}
