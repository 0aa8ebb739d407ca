import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { ensureBrowsers } from './browsers.ts';
import { endWithChildren } from './end-on-signal.ts';
import { isSoakModule, type SoakModule } from './soak-module.ts';
import { useOwnTempFolder } from './temp-folder.ts';

const SUFFIX = '.soak.ts';

/** Names of the soaks in a folder, sorted. */
function soakNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(SUFFIX));
  return files.map((file) => file.slice(0, -SUFFIX.length)).sort();
}

/**
 * Reads `[NAME [AMOUNT]]`: which soaks to run, and how much of each; without a name all of them.
 * @throws Error that lists what exists, or says what an amount is.
 */
export function chooseSoaks(
  [name, amount, ...rest]: string[],
  existing: string[],
): { names: string[]; amount: number | undefined } {
  if (name === undefined) return { names: existing, amount: undefined };
  if (!existing.includes(name)) {
    const list = existing.length === 0 ? 'there is none yet' : `use one of ${existing.join(', ')}`;
    throw new Error(`There is no soak "${name}": ${list}.`);
  }
  if (amount !== undefined && !/^[1-9]\d*$/.test(amount)) {
    throw new Error(`"${amount}" is no amount: give a whole number of at least 1, or leave it out.`);
  }
  if (rest.length > 0) throw new Error('A soak takes one name and one amount: npm run soak -- NAME AMOUNT');
  return { names: [name], amount: amount === undefined ? undefined : Number(amount) };
}

/** Runs the chosen soaks one after the other; the exit code is 0 when each of them held. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const folder = join(process.cwd(), 'test', 'soak');
  const { names, amount } = chooseSoaks(args, soakNames(folder));
  const { chromium, firefox } = ensureBrowsers(env);
  endWithChildren();
  useOwnTempFolder();
  Object.assign(process.env, { CHROME_PATH: chromium, FIREFOX_PATH: firefox });
  const soaks: [string, SoakModule][] = [];
  for (const name of names) soaks.push([name, await load(folder, name)]);
  if (args.length === 0) for (const [name, { unit }] of soaks) say(`${name} [${unit}]`);
  let failures = 0;
  for (const [name, { soak }] of soaks) {
    say(`soak ${name}`);
    try {
      await soak(amount, (line) => say(`  ${line}`));
      say(`soak ${name} held`);
    } catch (error) {
      failures += 1;
      process.stderr.write(`The soak ${name} failed: ${error instanceof Error ? error.stack : error}\n`);
    }
  }
  return failures === 0 ? 0 : 1;
}

async function load(folder: string, name: string): Promise<SoakModule> {
  const file = join(folder, `${name}${SUFFIX}`);
  const { module } = await runnerImport<unknown>(file, { configFile: false, logLevel: 'error' });
  if (!isSoakModule(module)) throw new Error(`${name}${SUFFIX} does not export unit, shortAmount and soak.`);
  return module;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
