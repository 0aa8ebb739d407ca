import { build } from './build.ts';
import { weighBundle } from './bundle-size.ts';
import { runSteps, runTool, type Step } from './steps.ts';

/** All that `npm run check` looks at, in order; the last two belong together. */
export function checkSteps(root: string): Step[] {
  return [
    {
      name: 'format and lint',
      run: () => runTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '--max-diagnostics=50']),
    },
    { name: 'types', run: () => runTool('typescript', 'tsc', ['-b']) },
    { name: 'unused code', run: () => runTool('knip', 'knip', ['--no-progress']) },
    { name: 'build', run: () => build(root) },
    {
      name: 'bundle size',
      run: async () => {
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
