import type { Page } from 'puppeteer-core';

/** How busy a page's main thread was between the start of a watch and its end. */
export interface MainThread {
  /** Every task over 50 ms, in ms. Undefined where the browser has no `longtask` entries (Firefox). */
  longTasksMs?: number[] | undefined;
  /** Longest time between two turns of a 10 ms timer: no task can have been longer, unless it was under 10 ms. */
  longestGapMs: number;
  gapsOver50: number;
}

/** Starts to watch; the function that comes back ends the watch. */
export async function watchMainThread(page: Page): Promise<() => Promise<MainThread>> {
  const watch = await page.evaluateHandle(() => {
    const longTasksMs: number[] = [];
    const note = (entries: PerformanceEntryList) =>
      void longTasksMs.push(...entries.map(({ duration }) => duration));
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    const supported = PerformanceObserver.supportedEntryTypes.includes('longtask');
    if (supported) observer.observe({ type: 'longtask' });
    let last = performance.now();
    let longestGapMs = 0;
    let gapsOver50 = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      longestGapMs = Math.max(longestGapMs, now - last);
      if (now - last > 50) gapsOver50 += 1;
      last = now;
    }, 10);
    return {
      stop() {
        clearInterval(timer);
        note(observer.takeRecords());
        observer.disconnect();
        return { longestGapMs, gapsOver50, ...(supported ? { longTasksMs } : {}) };
      },
    };
  });
  return async () => {
    const seen = await watch.evaluate(({ stop }) => stop());
    await watch.dispose();
    return seen;
  };
}
