import type { Page } from 'puppeteer-core';
import type { Beside, PlanProbe } from '../independent/page-text.mjs';
import { figuresOf, type PageFigures } from './page-figures.ts';
import { recordsIn } from './stored.ts';

/** Keys by which the independent script knows the fields of a report. */
const FIELDS: Readonly<Record<string, string>> = {
  'Computing time': 'computeMs',
  Parameters: 'parametersB',
  'Parameter size': 'bytesPerParameter',
  'Uplink of a worker': 'uplinkMbps',
  'Inner steps (H)': 'innerSteps',
  'Price of a month': 'perMonth',
  'Price of a GB': 'perGB',
  'Requests in a month': 'requestsPerMonth',
};

/**
 * What the open report prints in sections of these headings, and what is typed into them, for
 * `recompute`. `tab`: the probe whose tab is open, `probes`: those of the plan.
 */
export async function printedBy(
  page: Page,
  headings: readonly string[],
  tab: string,
  probes: PlanProbe[],
): Promise<Beside> {
  const sections: Record<string, PageFigures> = {};
  for (const heading of headings) sections[heading] = await figuresOf(page, heading);
  const fields = Object.values(sections).flatMap((section) => Object.entries(section.fields));
  const numbers = fields.flatMap(([label, text]) => {
    const key = FIELDS[label];
    return key === undefined || text === '' ? [] : [[key, Number(text)] as const];
  });
  const { startEpochMs, endEpochMs } = await campaignTimes(page);
  return {
    startEpochMs,
    endEpochMs,
    zone: await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone),
    tab,
    probes,
    typed: Object.fromEntries(numbers),
    currency: fields.find(([label]) => label === 'Currency')?.[1] ?? '',
    sections,
  };
}

/** When the campaign that is shown began and ended: no CSV says it. */
async function campaignTimes(page: Page): Promise<{ startEpochMs: number; endEpochMs: number }> {
  const hash = await page.evaluate(() => location.hash);
  const shown = (await recordsIn(page, 'campaigns')).find(({ id }) => hash.includes(String(id)));
  return { startEpochMs: Number(shown?.startedEpochMs), endEpochMs: Number(shown?.endedEpochMs) };
}
