import { describe, expect, it } from 'vitest';
import { isSoakModule } from '../../src/commands/soak-module.ts';

const files = import.meta.glob('../soak/*.soak.ts');

describe('a short turn of each soak', () => {
  it.each(Object.entries(files))('%s', async (_, load) => {
    const module = await load();
    if (!isSoakModule(module)) throw new Error('It does not export unit, shortAmount and soak.');
    const told: string[] = [];
    await module.soak(module.shortAmount, (line) => told.push(line));
    expect(told).not.toEqual([]);
  });
});
