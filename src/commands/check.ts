import { build } from './build.ts';
import { weighBundle } from './bundle-size.ts';
import { runSteps, runTool, type Step, type StepOutcome } from './steps.ts';

/** All that `npm run check` looks at, at the same time; the last waits for the one before. */
export function checkSteps(root: string): Step[] {
  let built: Promise<StepOutcome> | undefined;
  const buildOnce = () => {
    built ??= build(root);
    return built;
  };
  return [
    {
      name: 'format and lint',
      run: () => runTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '--max-diagnostics=50']),
    },
    { name: 'types', run: () => runTool('typescript', 'tsc', ['-b']) },
    { name: 'unused code', run: () => runTool('knip', 'knip', ['--no-progress']) },
    { name: 'build', run: buildOnce },
    {
      name: 'bundle size',
      run: async () => {
        if (!(await buildOnce()).ok) return { ok: false, output: 'There is no build to weigh.' };
        const outcome = weighBundle('dist');
        if (outcome.ok) process.stdout.write(`${outcome.output}\n`);
        return outcome;
      },
    },
  ];
}

export async function main(): Promise<number> {
  const { failed } = await runSteps(checkSteps(process.cwd()), (text) => process.stdout.write(text));
  return failed === 0 ? 0 : 1;
}
