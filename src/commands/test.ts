import { parseCLI, startVitest, type Vitest } from 'vitest/node';
import { ensureBrowsers } from './browsers.ts';
import { ensureBuilt } from './build.ts';
import { checkSteps } from './check.ts';
import { endWithChildren } from './end-on-signal.ts';
import { runSteps } from './steps.ts';
import { useOwnTempFolder } from './temp-folder.ts';

export interface Counts {
  passed: number;
  failed: number;
}

/** The part of Vitest's test module that is counted. */
export interface CountedModule {
  errors(): readonly unknown[];
  children: {
    allTests(): Iterable<{ result(): { state: string } }>;
    allSuites(): Iterable<{ errors(): readonly unknown[] }>;
  };
}

/**
 * Counts tests; a file that could not be collected and an error outside every
 * test count as failed ones. Skipped tests are in neither number.
 */
export function countTests(modules: readonly CountedModule[], strayErrors: number): Counts {
  const counts = { passed: 0, failed: strayErrors };
  for (const module of modules) {
    const { children } = module;
    const tests = [...children.allTests()].map((test) => test.result().state);
    const failed = tests.filter((state) => state === 'failed').length;
    const brokenSuites = [...children.allSuites()].filter((suite) => suite.errors().length > 0).length;
    counts.passed += tests.filter((state) => state === 'passed').length;
    counts.failed += failed + module.errors().length + brokenSuites;
  }
  return counts;
}

/** `12 passed, 0 failed`, the last line of every run. */
export function countLine({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}

async function runVitest(args: string[]): Promise<Counts> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  const vitest: Vitest = await startVitest('test', filter, { ...options, watch: false });
  const modules = vitest.state.getTestModules();
  const counts = countTests(modules, vitest.state.getUnhandledErrors().length);
  await vitest.close();
  if (modules.length > 0) return counts;
  process.stderr.write(`No test file matches ${args.join(' ') || 'the configuration'}.\n`);
  return { passed: 0, failed: 1 };
}

/**
 * Runs everything, or with arguments only the test files that they name (any
 * filter or option of Vitest), then without the checks.
 */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const root = process.cwd();
  const browsers = ensureBrowsers(env);
  endWithChildren();
  useOwnTempFolder();
  // Vitest's workers inherit the choice.
  Object.assign(process.env, { CHROME_PATH: browsers.chromium, FIREFOX_PATH: browsers.firefox });
  const checks =
    args.length === 0
      ? await runSteps(checkSteps(root), (text) => process.stdout.write(text))
      : { passed: 0, failed: 0 };
  if (args.length > 0) await ensureBuilt(root);
  const tests = await runVitest(args);
  const counts = { passed: checks.passed + tests.passed, failed: checks.failed + tests.failed };
  process.stdout.write(`${countLine(counts)}\n`);
  return counts.failed === 0 ? 0 : 1;
}
