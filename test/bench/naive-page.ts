import { setTimeout as wait } from 'node:timers/promises';
import { setSize } from '../e2e/app.ts';
import { type BrowserKind, launch } from '../support/browsers.ts';
import { watchMainThread } from './main-thread.ts';

export interface NaiveRun {
  /** For each probe that was sent: how long after its place on the grid, in ms. */
  lateMs: number[];
  /** When each echo was sent, in ms after the start of its grid. */
  echoSentMs: number[];
  /** Places on the grid, sent at or not. */
  due: number;
  /** As in `MainThread`. */
  longestGapMs: number;
}

export interface NaiveLoad {
  /** Any page without a script of its own. */
  pageUrl: string;
  echoUrl: string;
  echoIntervalMs: number;
  /** Without it, the page sends echoes alone. */
  ping?: { url: string; intervalMs: number };
}

/**
 * The peer: a page as one writes it in ten minutes. It probes from `setInterval`
 * on the main thread and draws the last minute into a canvas each second. Read
 * in its favour: a probe counts for the last place on the grid before it, so drift
 * never adds up beyond one interval, and up to 1 ms early is on time.
 */
export async function runNaivePage(kind: BrowserKind, load: NaiveLoad, seconds: number): Promise<NaiveRun> {
  const browser = await launch(kind);
  try {
    const page = await browser.newPage();
    await setSize(page, { width: 1280, height: 900 });
    await page.goto(load.pageUrl, { waitUntil: 'load' });
    const run = await page.evaluateHandle(probeNaively, load);
    const endWatch = await watchMainThread(page);
    await wait(seconds * 1000);
    const { longestGapMs } = await endWatch();
    return { ...(await run.evaluate(({ stop }) => stop())), longestGapMs };
  } finally {
    await browser.close();
  }
}

/** Runs within the page, so it can use nothing from outside itself. */
async function probeNaively(load: NaiveLoad): Promise<{ stop(): Omit<NaiveRun, 'longestGapMs'> }> {
  const roundTripsMs: number[] = [];
  const note = (sentMs: number) => void roundTripsMs.push(performance.now() - sentMs);
  const ping = async (url: string) => {
    const sentMs = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    note(sentMs);
  };
  const socket = new WebSocket(load.echoUrl);
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('The naive page could not reach the echo.'));
  });
  const pings = load.ping === undefined ? [] : [load.ping];
  for (const { url } of pings) await ping(url);
  socket.onmessage = ({ data }) => note(new Float64Array(data)[0] ?? 0);

  const canvas = document.createElement('canvas');
  canvas.width = 1200;
  canvas.height = 400;
  document.body.append(canvas);
  const draw = () => {
    const context = canvas.getContext('2d');
    const shown = roundTripsMs.slice(-3000);
    if (context === null || shown.length === 0) return;
    const topMs = Math.max(...shown);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.beginPath();
    for (const [i, ms] of shown.entries()) {
      context.lineTo((i / shown.length) * canvas.width, canvas.height * (1 - ms / topMs));
    }
    context.stroke();
    context.fillText(`${topMs.toFixed(1)} ms`, 10, 20);
  };

  const lateMs: number[] = [];
  const echoSentMs: number[] = [];
  const startMs = performance.now();
  const probeEvery = (intervalMs: number, send: () => void) =>
    setInterval(() => {
      const elapsedMs = performance.now() - startMs;
      const place = Math.floor((elapsedMs + 1) / intervalMs);
      lateMs.push(Math.max(0, elapsedMs - place * intervalMs));
      send();
    }, intervalMs);
  const timers = [
    probeEvery(load.echoIntervalMs, () => {
      const sentMs = performance.now();
      echoSentMs.push(sentMs - startMs);
      socket.send(new Float64Array([sentMs]));
    }),
    ...pings.map(({ url, intervalMs }) => probeEvery(intervalMs, () => void ping(url).catch(() => {}))),
    setInterval(draw, 1000),
  ];
  return {
    stop() {
      const elapsedMs = performance.now() - startMs;
      timers.forEach(clearInterval);
      socket.close();
      const due = [load.echoIntervalMs, ...pings.map(({ intervalMs }) => intervalMs)].map((every) =>
        Math.floor(elapsedMs / every),
      );
      return { lateMs, echoSentMs, due: due.reduce((sum, count) => sum + count, 0) };
    },
  };
}
