import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Watches how much memory the largest renderer of a browser takes, in bytes at its
 * peak, between the call and the call of what it returns (proc(5), VmHWM; clear_refs sets it
 * back). Nothing where there is no such /proc.
 */
export function watchRendererPeak(browserPid: number): (() => number) | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    for (const pid of renderers(browserPid)) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    return undefined;
  }
  return () => Math.max(0, ...renderers(browserPid).map(peakOf));
}

function renderers(rootPid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^PPid:\s+(\d+)$/m.exec(/^\d+$/.test(name) ? read(`/proc/${name}/status`) : '')?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === rootPid || isBelow(parents.get(pid)));
  return [...parents.keys()].filter(
    (pid) => isBelow(pid) && read(`/proc/${pid}/cmdline`).includes('--type=renderer'),
  );
}

function peakOf(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0;
  return Number(kilobytes) * 1024;
}

/** Empty for a process that ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
