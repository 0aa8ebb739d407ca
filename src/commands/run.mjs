// @ts-check
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The front door of every npm script. It runs without node_modules, on whatever
 * Node is there: it checks the version, installs, and then loads the command.
 */

export const COMMANDS = ['start', 'build', 'test', 'check', 'bench', 'soak', 'target'];
const LEAST_NODE = [20, 19];

/**
 * A sentence where this Node is too old, undefined where it will do.
 * @param {string} version such as `20.19.0`
 */
export function nodeTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `Dishprobe needs Node ${LEAST_NODE.join('.')} or newer, and this is Node ${version}: install a newer one from nodejs.org.`;
}

/**
 * @param {string[]} argv command and its arguments
 * @returns {Promise<number>} the exit code
 */
async function run([command = '', ...args]) {
  const tooOld = nodeTooOld(process.versions.node);
  if (tooOld !== undefined) return fail(tooOld);
  if (!COMMANDS.includes(command)) {
    return fail(`There is no command "${command}": use one of ${COMMANDS.join(', ')}.`);
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  process.chdir(root);
  if (process.env.CI !== undefined && process.env.CI !== 'false') {
    process.env.NO_COLOR = '1';
    delete process.env.FORCE_COLOR;
  }
  try {
    const { ensureInstalled } = await import('./install.mjs');
    await ensureInstalled(root);
    const { runnerImport } = await import('vite');
    const file = join(root, 'src', 'commands', `${command}.ts`);
    /** @type {{ module: { main(args: string[], env: NodeJS.ProcessEnv): Promise<number | void> } }} */
    const { module } = await runnerImport(file, { configFile: false, root, logLevel: 'error' });
    return (await module.main(args, process.env)) ?? Number(process.exitCode ?? 0);
  } catch (error) {
    return fail(sentenceOf(error));
  }
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

/**
 * Errors made for a person carry the name `Error` and a sentence; anything else is a fault of ours, with its trace.
 * @param {unknown} error
 */
function sentenceOf(error) {
  if (!(error instanceof Error)) return String(error);
  const plain = error.name === 'Error' && !('code' in error);
  return plain && process.env.DEBUG === undefined ? error.message : (error.stack ?? error.message);
}

const [, startedFile] = process.argv;
if (startedFile !== undefined && import.meta.url === pathToFileURL(realpathSync(startedFile)).href) {
  process.exitCode = await run(process.argv.slice(2));
}
