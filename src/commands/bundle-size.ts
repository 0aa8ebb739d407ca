import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { StepOutcome } from './steps.ts';

/** Bytes after gzip; 1 kB is 1000 bytes. */
export const BUDGET = { wholeBytes: 335_000, firstPaintBytes: 60_000 };

const manifestSchema = v.record(
  v.string(),
  v.object({
    file: v.string(),
    isEntry: v.optional(v.boolean()),
    imports: v.optional(v.array(v.string())),
  }),
);
export type Manifest = v.InferOutput<typeof manifestSchema>;

/**
 * The files that the page has to have before it paints: its entry and all that
 * the entry imports statically, as Vite's manifest tells. Dynamic imports and
 * workers come later.
 */
export function firstPaintFiles(manifest: Manifest, entry = 'index.html'): string[] {
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build's manifest has no ${key}.`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const next of chunk.imports ?? []) visit(next);
  };
  visit(entry);
  return [...files];
}

/** Weighs the JavaScript of a built app, service worker and workers included. */
export function weighBundle(dist: string): StepOutcome {
  const manifestPath = join(dist, '.vite', 'manifest.json');
  if (!existsSync(manifestPath))
    return { ok: false, output: `${manifestPath} is missing: build the app first.` };
  const manifest = v.parse(manifestSchema, JSON.parse(readFileSync(manifestPath, 'utf8')));
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.m?js$/.test(path),
  );
  const weights = new Map(
    scripts.map((path) => [path.replaceAll('\\', '/'), gzippedBytes(join(dist, path))]),
  );
  const first = firstPaintFiles(manifest).filter((path) => /\.m?js$/.test(path));
  const wholeBytes = sum([...weights.values()]);
  const firstPaintBytes = sum(first.map((path) => weights.get(path) ?? 0));
  const ok = wholeBytes <= BUDGET.wholeBytes && firstPaintBytes <= BUDGET.firstPaintBytes;
  const lines = [
    `${kB(wholeBytes)} of ${kB(BUDGET.wholeBytes)} JavaScript in all, gzipped`,
    `${kB(firstPaintBytes)} of ${kB(BUDGET.firstPaintBytes)} before the first paint`,
    ...[...weights].sort(([, a], [, b]) => b - a).map(([path, bytes]) => `  ${kB(bytes)} ${path}`),
  ];
  return { ok, output: (ok ? lines.slice(0, 2) : lines).join('\n') };
}

function gzippedBytes(path: string): number {
  return gzipSync(readFileSync(path), { level: 9 }).length;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
