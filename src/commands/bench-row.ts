/** One figure of a bench, and the same figure of a peer where there is one. */
export interface BenchRow {
  metric: string;
  value: number;
  /** `ms`, `s`, `bytes`, `samples/s`, `share`, ... */
  unit: string;
  /** What it is compared with, for example a library with its version. */
  peer?: string;
  peerValue?: number;
}

/** What a file `test/bench/NAME.bench.ts` exports. */
export interface BenchModule {
  bench(emit: (row: BenchRow) => void): Promise<void>;
}

/** The line for stdout, without its line break; `ratio` is value / peer_value. */
export function benchLine(bench: string, { metric, value, unit, peer, peerValue }: BenchRow): string {
  const ratio = peerValue === undefined || peerValue === 0 ? null : value / peerValue;
  return JSON.stringify({
    bench,
    metric,
    value: finite(value),
    unit,
    peer: peer ?? null,
    peer_value: finite(peerValue),
    ratio: finite(ratio),
  });
}

/** JSON has no infinity. */
function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
