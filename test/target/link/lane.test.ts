import { describe, expect, it } from 'vitest';
import { monoNow } from '../../../src/target/clock.ts';
import { Lane } from '../../../src/target/lane.ts';

describe('a lane', () => {
  it('never reorders, whatever the delays, and lets nothing out early', async () => {
    let turn = 0;
    const delays = Array.from({ length: 300 }, (_, index) => ((index * 37) % 101) / 2);
    const lane = new Lane(() => ({ heldMs: 0, flightMs: delays[turn++] ?? 0 }));
    const order: number[] = [];
    let early = 0;
    await new Promise<void>((resolve) => {
      delays.forEach((delayMs, index) => {
        const handedOver = monoNow();
        lane.pass(1, () => {
          order.push(index);
          if (monoNow() < handedOver + delayMs) early += 1;
          if (order.length === delays.length) resolve();
        });
      });
    });
    expect(order).toEqual(delays.map((_, index) => index));
    expect(early).toBe(0);
  });

  it('lets what follows a lost message leave together with its repetition', async () => {
    const asked: number[] = [];
    const lane = new Lane((epochMs) => {
      asked.push(epochMs);
      return { heldMs: asked.length === 1 ? 80 : 0, flightMs: 5 };
    });
    const first = new Promise<number>((resolve) => lane.pass(1, () => resolve(monoNow())));
    const second = new Promise<number>((resolve) => lane.pass(1, () => resolve(monoNow())));
    await Promise.all([first, second]);
    // The second was asked for at the moment of the repetition, not 80 ms sooner.
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(75);
  });

  it('runs nothing after it was closed, and lets go of those who wait for room', async () => {
    const lane = new Lane(() => ({ heldMs: 0, flightMs: 5 }));
    const ran: string[] = [];
    lane.pass(5 * 1024 * 1024, () => ran.push('closed'));
    expect(lane.full).toBe(true);
    const room = lane.room();
    lane.close();
    await room;
    const other = new Lane(() => ({ heldMs: 0, flightMs: 10 }));
    await new Promise<void>((resolve) => other.pass(1, resolve));
    expect(ran).toEqual([]);
  });
});
