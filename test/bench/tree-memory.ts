import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 100;

/**
 * Watches the resident memory of a process and all below it (Linux; elsewhere the
 * answer is NaN). `end` answers how far above its beginning it came, in bytes. Memory
 * that processes share is counted in each of them, before and after alike.
 */
export function watchMemory(pid: number): { end(): number } {
  const before = residentBytes(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(pid));
  }, EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      return Math.max(most, residentBytes(pid)) - before;
    },
  };
}

function residentBytes(root: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const parents = new Map<number, number>();
  const bytes = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      parents.set(Number(entry), number('PPid'));
      bytes.set(Number(entry), number('VmRSS') * 1024);
    } catch {
      // It ended meanwhile.
    }
  }
  let sum = 0;
  for (const [pid, own] of bytes) {
    let at: number | undefined = pid;
    while (at !== undefined && at !== root) at = parents.get(at);
    if (at === root) sum += own;
  }
  return sum;
}
