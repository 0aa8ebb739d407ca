import type { Measure, Tally, Wanted } from './measure.ts';
import type { Tallies } from './runs.ts';

/** Standard errors by which chance alone may move a share of so many runs before it counts as wrong. */
const LEEWAY = 2;

/** Whether the share that held is what is wanted, but for the chance of so many runs. */
export function isAsWanted({ held, failed }: Tally, { atLeast, atMost }: Wanted): boolean {
  const n = held + failed;
  const near = (border: number) => LEEWAY * Math.sqrt((border * (1 - border)) / n);
  return n > 0 && held / n >= atLeast - near(atLeast) && held / n <= atMost + near(atMost);
}

/** The table of one measure as lines: a row a link, a column a length. */
export function tableOf(measure: Measure, tallies: Tallies): string[] {
  const { atLeast, atMost } = measure.wanted(measure.hours[0] ?? 0);
  const head = [
    `${measure.name} (wanted ${percent(atLeast)}-${percent(atMost)} %)`,
    ...measure.hours.map((h) => `${h} h`),
  ];
  const rows = measure.links.map((link) => [
    link.name,
    ...measure.hours.map((hours) => cell(tallies.get(measure)?.get(link)?.get(hours))),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function cell(tally: Tally | undefined): string {
  if (tally === undefined) return '';
  const { held, failed, silent } = tally;
  const share = held + failed === 0 ? 'none' : percent(held / (held + failed));
  return silent === 0 ? share : `${share} (${silent} empty)`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1).replace(/\.0$/, '');
}
