import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const STARTER = `
  import { spawn } from 'node:child_process';
  import { runnerImport } from 'vite';
  const { module } = await runnerImport('src/commands/end-on-signal.ts', { configFile: false, logLevel: 'error' });
  module.endWithChildren();
  process.once('exit', () => process.stdout.write('cleaned up'));
  // As a browser: of a process group of its own, under a child of its starter.
  const own = "setInterval(() => {}, 1000); process.stdout.write('up ')";
  const between = 'require("node:child_process").spawn(process.execPath, ["-e", process.argv[1]], { stdio: "inherit", detached: true }); setInterval(() => {}, 1000)';
  spawn(process.execPath, ['-e', between, own], { stdio: 'inherit' });
`;

it('a command that is told to end leaves no process behind', async () => {
  const starter = spawn(process.execPath, ['--input-type=module', '-e', STARTER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  starter.stdout.on('data', (piece) => {
    said += piece;
    if (said === 'up ') starter.kill('SIGTERM');
  });
  // Comes when all are gone that hold its output, and not before.
  const [code] = await once(starter, 'close');
  expect([code, said]).toEqual([143, 'up cleaned up']);
});
