import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../../src/core/link/server-clock.ts';
import { millis } from '../../../src/core/units.ts';

/** True time, and a laptop whose monotonic clock stands still in sleep. */
function world() {
  let trueMs = 0;
  let monoMs = 0;
  const clock = new ServerClock();
  return {
    clock,
    awake(ms: number) {
      trueMs += ms;
      monoMs += ms;
    },
    sleep(ms: number) {
      trueMs += ms;
    },
    /** An echo that took `upMs` to the server and `downMs` back; the server's clock has steps of `stepMs`. */
    ask(upMs: number, downMs: number, stepMs = 0, fixedMs?: number) {
      const sentMonoMs = millis(monoMs);
      this.awake(upMs);
      const told = fixedMs ?? trueMs + 1_790_000_000_000;
      const epochMs = stepMs === 0 ? told : Math.floor(told / stepMs) * stepMs;
      this.awake(downMs);
      return clock.heard({ epochMs, stepMs, sentMonoMs, receivedMonoMs: millis(monoMs) });
    },
  };
}

function settled(stepMs = 0) {
  const made = world();
  for (let i = 0; i < 20; i += 1) {
    expect(made.ask(20, 20, stepMs)).toBeUndefined();
    made.awake(460);
  }
  return made;
}

describe('server time tells sleep from a clock step', () => {
  it('by the first echo after it', () => {
    const slept = settled();
    slept.sleep(600);
    slept.clock.jumped(millis(600));
    expect(slept.ask(20, 20)).toBe('sleep');
    expect(slept.ask(20, 20)).toBeUndefined();
    const stepped = settled();
    stepped.clock.jumped(millis(600));
    expect(stepped.ask(20, 20)).toBe('clock-step');
  });

  it('only when the answer is quick enough to tell', () => {
    for (const sleeps of [true, false]) {
      const made = settled();
      if (sleeps) made.sleep(600);
      made.clock.jumped(millis(600));
      expect(made.ask(900, 30)).toBeUndefined();
      expect(made.ask(30, 30)).toBe(sleeps ? 'sleep' : 'clock-step');
    }
  });

  it('by a Date header of whole seconds where the jump is large', () => {
    const slept = settled(1000);
    slept.sleep(60_000);
    slept.clock.jumped(millis(60_000));
    expect(slept.ask(20, 20, 1000)).toBe('sleep');
  });

  it('never by a Date that a cache keeps, a server whose clock was set, or one not heard before', () => {
    const cached = world();
    for (let i = 0; i < 20; i += 1) {
      cached.ask(20, 20, 1000, 5e12);
      cached.awake(460);
    }
    cached.sleep(60_000);
    cached.clock.jumped(millis(60_000));
    expect(cached.ask(20, 20, 1000, 5e12)).toBeUndefined();
    const set = settled();
    set.clock.jumped(millis(60_000));
    expect(set.ask(20, 20, 0, 5e12)).toBeUndefined();
    const fresh = world();
    fresh.clock.jumped(millis(60_000));
    expect(fresh.ask(20, 20)).toBeUndefined();
  });

  it('is never wrong, whatever the delays', () => {
    const delay = fc.integer({ min: 0, max: 5000 });
    const way = fc.tuple(delay, delay);
    fc.assert(
      fc.property(
        fc.array(way, { minLength: 1, maxLength: 20 }),
        fc.array(way, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 501, max: 20_000 }),
        fc.boolean(),
        fc.constantFrom(0, 1000),
        (before, after, jumpMs, sleeps, stepMs) => {
          const made = world();
          for (const [up, down] of before) made.ask(up, down, stepMs);
          if (sleeps) made.sleep(jumpMs);
          made.clock.jumped(millis(jumpMs));
          const causes = after.map(([up, down]) => made.ask(up, down, stepMs)).filter((cause) => cause);
          expect(causes.length).toBeLessThanOrEqual(1);
          if (causes.length === 1) expect(causes[0]).toBe(sleeps ? 'sleep' : 'clock-step');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
