import { execFileSync } from 'node:child_process';

/** Exit codes as shells have them: 128 and the number of the signal. */
const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Told to end, this process first ends all that it started, and what those started: a browser would
 * go on without its starter. One whose starter ended before it is not found. What listens to `exit` is
 * called behind that. Where there is no ps(1), as on Windows, only this process ends.
 */
export function endWithChildren(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const pid of below(process.pid)) kill(pid);
      process.exit(CODES[signal]);
    });
  }
}

/** All processes under one, however deep. */
function below(root: number): number[] {
  const rows = processes();
  const found = [root];
  for (const parent of found) for (const { pid, ppid } of rows) if (ppid === parent) found.push(pid);
  return found.slice(1);
}

function processes(): { pid: number; ppid: number }[] {
  try {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return table.split('\n').map((line) => {
      const [pid = Number.NaN, ppid = Number.NaN] = line.trim().split(/\s+/).map(Number);
      return { pid, ppid };
    });
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
