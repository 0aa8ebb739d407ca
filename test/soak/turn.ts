import { expect } from 'vitest';
import { isSoakModule } from '../../src/commands/soak-module.ts';

/** Even one turn of these takes minutes: they are run by hand. */
export const BY_HAND = ['kills', 'full-disk'];
/** They wait for browsers most of their time; the others compute. */
export const WAITING = ['clock-step', 'hidden', 'protocols'];

/** Whether a file is one of these soaks. */
export const isOneOf = (names: readonly string[], file: string): boolean =>
  names.some((name) => file.endsWith(`/${name}.soak.ts`));

/** A short turn of the soak that `load` imports, which has to hold and to say something. */
export async function takeTurn(load: () => Promise<unknown>): Promise<void> {
  const module = await load();
  if (!isSoakModule(module)) throw new Error('It does not export unit, shortAmount and soak.');
  const told: string[] = [];
  await module.soak(module.shortAmount, (line) => told.push(line));
  expect(told).not.toEqual([]);
}
