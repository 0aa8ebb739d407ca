import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A recording of round trips: seconds from a whole UTC minute, and ms, NaN where lost. */
export interface Recording {
  tS: number[];
  rttMs: number[];
}

const FOLDER = join(process.cwd(), '..', 'shared', 'traces');

/** Recordings of others are read where they lie beside the project; `undefined` where they do not. */
export function readRecording(name: string): Recording | undefined {
  const file = join(FOLDER, `${name}.csv`);
  if (!existsSync(file)) return undefined;
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const cells = rows.map((row) => row.split(','));
  return {
    tS: cells.map(([t]) => Number(t)),
    rttMs: cells.map(([, rtt]) => (rtt === undefined || rtt.trim() === '' ? Number.NaN : Number(rtt))),
  };
}
