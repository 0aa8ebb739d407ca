import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { type BenchModule, type BenchRow, benchLine } from './bench-row.ts';
import { endWithChildren } from './end-on-signal.ts';
import { useOwnTempFolder } from './temp-folder.ts';

const SUFFIX = '.bench.ts';

/** Names of the benches in a folder, sorted. */
function benchNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(SUFFIX));
  return files.map((file) => file.slice(0, -SUFFIX.length)).sort();
}

/**
 * Which benches to run: those named, or all.
 * @throws Error that lists what exists.
 */
export function chooseBenches(asked: string[], existing: string[]): string[] {
  const unknown = asked.find((name) => !existing.includes(name));
  if (unknown !== undefined) {
    const list = existing.length === 0 ? 'there is none yet' : `use one of ${existing.join(', ')}`;
    throw new Error(`There is no bench "${unknown}": ${list}.`);
  }
  return asked.length === 0 ? existing : asked;
}

function isBenchModule(value: unknown): value is BenchModule {
  return typeof value === 'object' && value !== null && 'bench' in value && typeof value.bench === 'function';
}

export async function main(args: string[]): Promise<number> {
  endWithChildren();
  useOwnTempFolder();
  const folder = join(process.cwd(), 'test', 'bench');
  const writeRow = process.stdout.write.bind(process.stdout);
  // Scripts read stdout as JSON lines: whatever a library says there goes to stderr.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  let failures = 0;
  for (const name of chooseBenches(args, benchNames(folder))) {
    process.stderr.write(`bench ${name}\n`);
    const emit = (row: BenchRow): void => void writeRow(`${benchLine(name, row)}\n`);
    try {
      const file = join(folder, `${name}${SUFFIX}`);
      const { module } = await runnerImport<unknown>(file, { configFile: false, logLevel: 'error' });
      if (!isBenchModule(module)) throw new Error(`${name}${SUFFIX} does not export a function bench.`);
      await module.bench(emit);
    } catch (error) {
      failures += 1;
      process.stderr.write(
        `The bench ${name} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
    }
  }
  return failures === 0 ? 0 : 1;
}
