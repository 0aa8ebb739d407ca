import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';

/**
 * Reads a whole number from the environment.
 * @throws Error with a sentence that names the variable and what it takes.
 */
export function wholeFromEnv(name: string, fallback: number, least: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`${name} is "${text}": set a whole number of at least ${least}, or leave it out.`);
  }
  return value;
}

/**
 * Reads names, separated by commas, from the environment; all where it is not set.
 * @throws Error with a sentence that names the variable and what it takes.
 */
export function namesFromEnv<T extends string>(name: string, all: readonly T[]): T[] {
  const asked = (process.env[name] ?? '').split(',').filter((part) => part !== '');
  const unknown = asked.find((part) => all.every((known) => known !== part));
  if (unknown !== undefined)
    throw new Error(`${name} names "${unknown}": use any of ${all.join(', ')}, separated by commas.`);
  return all.filter((known) => asked.length === 0 || asked.includes(known));
}

/** The browsers to measure in: `BENCH_BROWSERS`, or all. */
export function browsersFromEnv(): BrowserKind[] {
  return namesFromEnv('BENCH_BROWSERS', BROWSER_KINDS);
}
