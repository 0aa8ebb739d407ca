import { describe, expect, it } from 'vitest';
import { generate } from '../../src/target/chat/generate.ts';
import { paceOf } from '../../src/target/chat/pace.ts';

describe('the simulated pace', () => {
  const paces = Array.from({ length: 2000 }, (_, number) => paceOf(1, number, 400, undefined));
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

  it('reads a longer prompt for longer', () => {
    const long = Array.from({ length: 2000 }, (_, number) => paceOf(1, number, 40_000, undefined).prefillMs);
    expect(middle(long)).toBeGreaterThan((middle(paces.map((pace) => pace.prefillMs)) ?? 0) * 10);
  });

  it('has gaps with a right tail around 16 ms', () => {
    const gaps = paces.map((pace, index) => pace.gapMs(index)).sort((a, b) => a - b);
    const at = (share: number) => gaps[Math.floor(gaps.length * share)] ?? Number.NaN;
    expect(at(0.5)).toBeCloseTo(16, -0.5);
    expect(at(0.99) - at(0.5)).toBeGreaterThan(1.5 * (at(0.5) - at(0.01)));
  });

  it('ends by itself where no limit is given', () => {
    expect(new Set(paces.map((pace) => pace.finish))).toEqual(new Set(['stop']));
    expect(paceOf(1, 0, 400, 8)).toMatchObject({ outputTokens: 8, finish: 'length' });
  });

  it('makes no more tokens once the client is gone', async () => {
    const gone = new AbortController();
    const taken: string[] = [];
    const made = await generate(1, 0, paceOf(1, 0, 10, 1000), gone.signal, (text) => {
      taken.push(text);
      if (taken.length === 2) gone.abort();
    });
    expect(made).toBeUndefined();
    expect(taken).toHaveLength(2);
  });
});
