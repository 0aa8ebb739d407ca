import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that `npm run check` looks at. */
export interface Step {
  name: string;
  /** Resolves with what there is to say; `ok` tells whether that is a complaint. */
  run(): Promise<StepOutcome>;
}

export interface StepOutcome {
  ok: boolean;
  output: string;
}

/**
 * Runs the program of an installed package, for example `biome` of `@biomejs/biome`.
 * `ok` is exit code 0; `output` is what it wrote to both streams.
 */
export function runTool(packageName: string, program: string, args: string[]): Promise<StepOutcome> {
  const folder = join('node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string | undefined>;
  };
  const file = typeof bin === 'string' ? bin : bin[program];
  if (file === undefined) throw new Error(`The package ${packageName} has no program ${program}.`);
  return runNode([join(folder, file), ...args]);
}

/**
 * Runs Node with these arguments and collects what it writes. Vitest sets
 * NODE_ENV to `test`, under which Vite would build an app without its service
 * worker: tools never inherit it.
 */
export function runNode(args: string[]): Promise<StepOutcome> {
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stderr.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ ok: code === 0, output: Buffer.concat(parts).toString().trim() }),
    );
  });
}

/**
 * Runs all steps at the same time; in their order, each gets a line on `write`, with its
 * output where it failed. A step that throws has failed.
 */
export async function runSteps(
  steps: Step[],
  write: (text: string) => void,
): Promise<{ passed: number; failed: number }> {
  const counts = { passed: 0, failed: 0 };
  const running = steps.map(async ({ name, run }) => {
    const startedMs = performance.now();
    const outcome = await run().catch((error: unknown) => ({ ok: false, output: String(error) }));
    return { name, ...outcome, seconds: ((performance.now() - startedMs) / 1000).toFixed(1) };
  });
  for (const step of running) {
    const { name, ok, output, seconds } = await step;
    counts[ok ? 'passed' : 'failed'] += 1;
    write(`${ok ? 'ok    ' : 'failed'}  ${name} (${seconds} s)\n`);
    if (!ok) write(`${output}\n`);
  }
  return counts;
}
