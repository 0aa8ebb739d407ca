import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** In bytes; `mappedBytes` of it are files: the browser's own program, which its processes share. */
export interface Peak {
  bytes: number;
  mappedBytes: number;
}

/**
 * Watches how much memory the largest renderer of a browser takes, at its
 * peak, between the call and the call of what it returns (proc(5), VmHWM; clear_refs sets it
 * back). Nothing where there is no such /proc.
 */
export function watchRendererPeak(browserPid: number): (() => Peak) | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    for (const pid of renderers(browserPid)) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    return undefined;
  }
  return () =>
    renderers(browserPid)
      .map(peakOf)
      .reduce((most, peak) => (peak.bytes > most.bytes ? peak : most), { bytes: 0, mappedBytes: 0 });
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

function peakOf(pid: number): Peak {
  const status = read(`/proc/${pid}/status`);
  const bytesOf = (name: string) =>
    1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return { bytes: bytesOf('VmHWM'), mappedBytes: bytesOf('RssFile') };
}

/** Empty for a process that ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
