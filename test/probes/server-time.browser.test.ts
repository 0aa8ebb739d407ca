import { describe, expect, inject, it } from 'vitest';
import type { ServerTime } from '../../src/core/link/server-clock.ts';
import { openProbe } from './probe-bench.ts';

const target = inject('targetUrl');

describe('a server\u2019s own time', () => {
  const echo = { kind: 'websocket', url: `${target.replace('http', 'ws')}/echo` };

  it('comes with each echo of dishprobe.echo.v1, and lies between sending and receiving', async () => {
    const heard: ServerTime[] = [];
    const { fire, probe, clock } = await openProbe(
      { ...echo, subprotocol: 'dishprobe.echo.v1' },
      { serverTime: (time) => void heard.push(time) },
    );
    await fire();
    await fire();
    probe.close();
    expect(heard).toHaveLength(2);
    // The endpoint runs on this machine: both wall clocks are one.
    const wallLessMono = clock.epochNow() - clock.now();
    for (const { epochMs, stepMs, sentMonoMs, receivedMonoMs } of heard) {
      expect(stepMs).toBe(0);
      expect(epochMs).toBeGreaterThan(sentMonoMs + wallLessMono - 50);
      expect(epochMs).toBeLessThan(receivedMonoMs + wallLessMono + 50);
    }
  });

  it('is not told by a plain echo, nor by an answer that does not let the page read its Date', async () => {
    const heard: ServerTime[] = [];
    const listen = { serverTime: (time: ServerTime) => void heard.push(time) };
    for (const spec of [echo, { kind: 'http', url: `${target}/ping` }]) {
      const { fire, probe } = await openProbe(spec, listen);
      expect(await fire()).toMatchObject({ outcome: 'ok' });
      probe.close();
    }
    expect(heard).toEqual([]);
  });
});
