import { expect, inject, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { withoutDrift } from '../../src/core/link/one-way.ts';
import { findStalls } from '../../src/core/link/stalls.ts';
import type { Sample } from '../../src/core/sample.ts';
import { millis } from '../../src/core/units.ts';
import { openProbe } from './probe-bench.ts';

const url = `${inject('linkUrl').replace('http', 'ws')}/echo`;
const STALL_MS = 1000;
const EVERY_MS = 50;
const SHOTS = 240;
const STALLED_SHOT = 120;

// Side by side: both see the same stall of the link.
it.concurrent.each([['dishprobe.echo.v1'], [undefined]])(
  'a link that stands still for a second is seen as a head-of-line stall (subprotocol %s)',
  async (subprotocol) => {
    const { clock, fire, probe } = await openProbe({
      kind: 'websocket',
      timeoutMs: 10_000,
      url,
      ...(subprotocol === undefined ? {} : { subprotocol }),
    });
    const t0 = clock.now() + EVERY_MS;
    const shots = Array.from(
      { length: SHOTS },
      (_, i) =>
        new Promise<Sample>((resolve) => {
          clock.at(millis(t0 + i * EVERY_MS), () => {
            if (i === STALLED_SHOT)
              void fetch(`${inject('linkControlUrl')}?stallMs=${STALL_MS}`, { method: 'POST' });
            void fire().then(resolve);
          });
        }),
    );
    const samples = await Promise.all(shots);
    probe.close();
    expect(samples.every(({ outcome }) => outcome === 'ok')).toBe(true);
    const heldMs = samples[STALLED_SHOT + 8]?.dueEpochMs ?? Number.NaN;
    const stall = findStalls(withoutDrift([encodeBatch(samples)])).find(
      ({ startEpochMs, durationMs }) => startEpochMs <= heldMs && heldMs <= startEpochMs + durationMs,
    );
    expect(stall?.durationMs).toBeGreaterThan(0.8 * STALL_MS);
    // As long as the one that waited longest, and no longer.
    const waits = samples.map((sample) => ('serviceMs' in sample ? Number(sample.serviceMs) : 0));
    expect(stall?.durationMs).toBeLessThanOrEqual(Math.max(...waits) + 1);
    expect(stall?.held).toBeGreaterThan((0.7 * STALL_MS) / EVERY_MS);
    // The emulated link keeps what is sent meanwhile before the server.
    expect(stall?.direction).toBe(subprotocol === undefined ? undefined : 'up');
  },
);
