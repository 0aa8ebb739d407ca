import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, rowsOf } from './csv.ts';

let target: Target;
let bench: AppBench;

beforeAll(async () => {
  target = await startTarget({ host: '127.0.0.1' });
  // Only Chromium lets a test take a connection away; what follows is the same code in both.
  bench = await openApp('chromium');
});

afterAll(async () => {
  await bench?.close();
  await target?.close();
});

it('opens the store again whenever the browser drops the connection, and loses nothing', async () => {
  const { page, browser } = bench;
  await openPlanLink(page, bench.app.url, {
    dishprobePlan: 1,
    name: 'Dropped',
    durationS: 3600,
    probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 50 }],
  });
  await press(page, 'Start campaign');
  await statusIs(page, 'Running');
  await shows(page, 'Answers are arriving.');
  const internals = await browser.newPage();
  for (let drop = 0; drop < 5; drop += 1) {
    await internals.goto('chrome://indexeddb-internals');
    const isDropped = await internals.waitForFunction(pressForceClose, { polling: 200 });
    await isDropped.dispose();
    const asked = target.requests.length;
    await expect.poll(() => target.requests.length, { timeout: 20_000 }).toBeGreaterThan(asked + 30);
  }
  await internals.close();
  await press(page, 'Stop campaign');
  await statusIs(page, 'Stopped');
  await press(page, 'Report', 'link');
  const rows = rowsOf((await bench.download('Export samples CSV')).text);
  expect(numbersOf(rows, 'seq')).toEqual(rows.map((_, i) => i));
  expect(rows.length).toBeGreaterThan(150);
  const answered = rows.filter(({ outcome }) => outcome === 'ok').length;
  expect(answered).toBeGreaterThan(0.95 * rows.length - 5);
  expect(bench.faults).toEqual([]);
});

it('keeps a stop that cannot be stored, says so, and is not gone on with by the tab that stands by', async () => {
  const { page, app, browser } = bench;
  const start = async (name: string) => {
    await openPlanLink(page, app.url, {
      dishprobePlan: 1,
      name,
      durationS: 3600,
      probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 50 }],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await shows(page, 'Answers are arriving.');
  };
  const stopInVain = async () => {
    await page.bringToFront();
    for (const worker of page.workers()) await worker.evaluate(loseStore);
    await press(page, 'Stop campaign');
    await shows(page, 'The last samples wait in memory for the disk (lost by a test).');
    await shows(page, 'waiting for the disk');
    await shows(page, 'Nothing more is sent.');
    await statusIs(page, 'Ending');
  };
  await start('Stopped in vain');
  await stopInVain();
  for (const worker of page.workers()) await worker.evaluate(findStore);
  await statusIs(page, 'Stopped');

  await start('Stopped and closed');
  const second = await browser.newPage();
  second.setDefaultTimeout(60_000);
  await second.goto(app.url);
  await page.bringToFront();
  await shows(page, '1 other tab stands by.');
  await stopInVain();
  await page.close();
  bench.page = second;
  await second.bringToFront();
  await press(second, 'Stopped and closed', 'link');
  await statusIs(second, 'Stopped');
  expect(bench.faults).toEqual([]);
});

/** Runs in a worker: its store cannot be written any more. */
function loseStore(): void {
  const { transaction } = IDBDatabase.prototype;
  Reflect.set(globalThis, 'ownTransaction', transaction);
  IDBDatabase.prototype.transaction = () => {
    throw new DOMException('lost by a test', 'UnknownError');
  };
}

function findStore(): void {
  const own = Reflect.get(globalThis, 'ownTransaction');
  if (own !== undefined) IDBDatabase.prototype.transaction = own;
}

/** The button may stand in shadow trees. */
function pressForceClose(): boolean {
  const find = (root: Document | ShadowRoot): HTMLElement | undefined => {
    for (const element of root.querySelectorAll('*')) {
      if (
        element instanceof HTMLElement &&
        /^\s*force close\s*$/i.test(element.textContent ?? '') &&
        element.childElementCount === 0
      )
        return element;
      const inner = element.shadowRoot === null ? undefined : find(element.shadowRoot);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  const button = find(document);
  button?.click();
  return button !== undefined;
}
