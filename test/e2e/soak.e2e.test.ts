import { describe, expect, it } from 'vitest';
import { isSoakModule } from '../../src/commands/soak-module.ts';

/** Even one turn of these takes minutes: they are run by hand. */
const BY_HAND = ['kills', 'full-disk'];
const files = Object.entries(import.meta.glob('../soak/*.soak.ts')).filter(
  ([path]) => !BY_HAND.some((name) => path.endsWith(`/${name}.soak.ts`)),
);
/** They wait for browsers most of their time, and so run side by side; the others compute, each by itself. */
const WAITING = ['clock-step', 'hidden', 'protocols'];
const waits = ([path]: (typeof files)[number]) => WAITING.some((name) => path.endsWith(`/${name}.soak.ts`));

async function takeTurn(_: string, load: () => Promise<unknown>): Promise<void> {
  const module = await load();
  if (!isSoakModule(module)) throw new Error('It does not export unit, shortAmount and soak.');
  const told: string[] = [];
  await module.soak(module.shortAmount, (line) => told.push(line));
  expect(told).not.toEqual([]);
}

describe('a short turn of each soak', () => {
  it.concurrent.each(files.filter(waits))('%s', takeTurn);
  it.each(files.filter((file) => !waits(file)))('%s', takeTurn);
});
