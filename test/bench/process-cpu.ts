import { readdirSync, readFileSync } from 'node:fs';

/** The unit of /proc/PID/stat on every Linux of today: USER_HZ, which programs see whatever the kernel uses. */
const TICKS_PER_S = 100;

/**
 * Processor time, in seconds, that a process and all below it have used so far,
 * ended children that were waited for included; Linux only (proc(5), fields
 * utime, stime, cutime and cstime).
 */
export function treeCpuS(rootPid: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(read);
  const tree = new Set([rootPid]);
  // A child may be listed before its parent where process numbers began anew.
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  const ticks = all.reduce((sum, process) => sum + (tree.has(process.pid) ? process.ticks : 0), 0);
  return ticks / TICKS_PER_S;
}

function read(name: string): { pid: number; parent: number; ticks: number }[] {
  let text: string;
  try {
    text = readFileSync(`/proc/${name}/stat`, 'utf8');
  } catch {
    // It ended meanwhile.
    return [];
  }
  // The second field, the name, may hold blanks and brackets.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0] = fields.slice(1);
  const ticks = fields.slice(11, 15).reduce((sum, count) => sum + count, 0);
  return [{ pid: Number(name), parent, ticks }];
}
