import { isBuildFresh, recordBuild } from './freshness.ts';
import { runTool, type StepOutcome } from './steps.ts';

/** Builds `dist/` in a process of its own, so that plugins meet a clean Node. */
export async function build(root: string, args: string[] = []): Promise<StepOutcome> {
  const outcome = await runTool('vite', 'vite', ['build', ...args]);
  if (outcome.ok && args.length === 0) recordBuild(root);
  return outcome;
}

const underWay = new Map<string, Promise<void>>();

/**
 * Builds where `dist/` is missing or does not fit the sources; calls at the same time share one build.
 * @throws Error with the build's own words.
 */
export function ensureBuilt(root: string): Promise<void> {
  const running = underWay.get(root) ?? buildStale(root).finally(() => underWay.delete(root));
  underWay.set(root, running);
  return running;
}

async function buildStale(root: string): Promise<void> {
  if (isBuildFresh(root)) return;
  process.stderr.write('Building the app.\n');
  const { ok, output } = await build(root);
  if (!ok) throw new Error(`The app could not be built:\n${output}`);
}

export async function main(args: string[]): Promise<number> {
  const { ok, output } = await build(process.cwd(), args);
  process.stdout.write(`${output}\n`);
  return ok ? 0 : 1;
}
