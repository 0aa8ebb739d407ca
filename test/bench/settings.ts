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
