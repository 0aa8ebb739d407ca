import { render } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Campaign } from '../../src/core/campaign.ts';
import { makeExport, storeFile } from '../../src/ui/analysis-client.ts';
import { ExportRow } from '../../src/ui/views/report-exports.tsx';
import { bundleOf, storedCampaign } from '../report/bundles.ts';

const PLOTS = 'Export all plots';

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

const campaignOf = (id: string): Campaign => ({ ...storedCampaign().campaign, id });

/** Exports whose report is never made before `fail` is called. */
function held(id: string) {
  let fail = () => {};
  const failing = new Promise<void>((resolve) => {
    fail = resolve;
  });
  const source = async () => {
    await failing;
    throw new Error('It is let go.');
  };
  return { order: { campaign: campaignOf(id), source }, fail: () => fail() };
}

const press = (text: string) => {
  const found = [...root.querySelectorAll('button')].find(({ textContent }) => textContent === text);
  if (found === undefined) throw new Error(`There is no button "${text}".`);
  found.click();
};
const told = () => root.querySelector('.export-states')?.textContent ?? '';

/** What makes the plots is loaded first. */
const tells = (text: string) => expect.poll(told, { timeout: 20_000 }).toContain(text);

it('an export goes on, and can be cancelled, while the same is exported of another campaign', async () => {
  const [first, second] = [held('first'), held('second')];
  render(<ExportRow order={first.order} />, root);
  press(PLOTS);
  await tells('0 %');
  render(<ExportRow order={second.order} />, root);
  expect(told()).toBe('');
  press(PLOTS);
  await tells('0 %');
  second.fail();
  await tells('not saved. It is let go.');

  render(<ExportRow order={first.order} />, root);
  expect(told()).toContain('0 %');
  press('Cancel');
  await tells('cancelling');
  first.fail();
  await tells('cancelled, nothing was saved');
  render(<ExportRow order={second.order} />, root);
  expect(told()).toContain('not saved. It is let go.');
});

it('the worker makes the same export of two campaigns at once', async () => {
  const ids = await Promise.all(
    ['at-once-1', 'at-once-2'].map(async (id) => {
      const stored = storedCampaign();
      const bundle = bundleOf({ ...stored, campaign: { ...stored.campaign, id } });
      await storeFile(new File([new Uint8Array(bundle)], `${id}.dishprobe`), () => {});
      return id;
    }),
  );
  const made = await Promise.all(
    ids.map((id) => makeExport(id, 'samples', undefined, () => {}, new AbortController().signal)),
  );
  expect(made.map(({ bytes }) => bytes > 0)).toEqual([true, true]);
});
