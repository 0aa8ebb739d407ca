import { type ElementHandle, type Page, TimeoutError } from 'puppeteer-core';
import { waitForRole } from './by-role.ts';

/** Everything that a page does in these tests comes within it, on any machine. */
export const WAIT_MS = 60_000;
/** Between two looks at whether an element moves. */
const STILL_MS = 30;

/** The element of this accessible name once it is there; a failure says what is shown instead. */
export function byRole(page: Page, role: string, name: string): Promise<ElementHandle> {
  return orShown(page, `There is no ${role} "${name}"`, waitForRole(page, role, name, WAIT_MS));
}

/**
 * Presses the button or link of this accessible name once it is there and stands still. Rejects where the
 * press does not reach it: what the pointer falls on moved, or something else lies over it.
 */
export async function press(page: Page, name: string, role = 'button'): Promise<void> {
  const element = await byRole(page, role, name);
  await element.evaluate(standStill, STILL_MS);
  const pressed = await element.evaluateHandle((pressable) => {
    const seen = { hit: false };
    const note = () => {
      seen.hit = true;
    };
    pressable.addEventListener('click', note, { capture: true, once: true });
    return seen;
  });
  await element.click();
  const hit = page.waitForFunction((seen) => seen.hit, { timeout: WAIT_MS, polling: 10 }, pressed);
  // What leads to another page takes this one with it, and then nothing can be asked of it any more.
  const seen = hit.catch((error: unknown) => {
    if (error instanceof TimeoutError) throw error;
  });
  await orShown(page, `The press on "${name}" did not reach it`, seen);
  await Promise.all([element, pressed].map((handle) => handle.dispose().catch(() => {})));
}

/** Runs in the page: resolves once the element is where it was at the last look. */
async function standStill(element: Element, everyMs: number): Promise<void> {
  const place = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return `${left} ${top} ${width} ${height}`;
  };
  for (let last = ''; last !== place(); ) {
    last = place();
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Adds what the page shows to the error of a wait that came to nothing. */
export async function orShown<T>(page: Page, what: string, waiting: Promise<T>): Promise<T> {
  try {
    return await waiting;
  } catch (error) {
    const shown = await page
      .evaluate(() => `${location.hash}\n${document.body.innerText.slice(0, 1500)}`)
      .catch(() => 'a page that does not answer');
    throw new Error(`${what}. The page shows: ${shown}`, { cause: error });
  }
}
