import { type ChildProcess, spawnSync } from 'node:child_process';

/**
 * Ends a child and its group at once (SIGKILL) and resolves when it is gone.
 * The child has to lead a group of its own (`detached: true`), as browsers started by puppeteer do.
 */
export async function endProcess(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const gone =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
  } else {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL');
    }
  }
  await gone;
}
