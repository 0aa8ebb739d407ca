import { expect } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { openProbe, type ProbeBench } from './probe-bench.ts';

let opened: ProbeBench[] = [];

/** A probe that `closeAll` closes, so that what a case began does not reach into the next. */
export async function openBad(spec: object): Promise<ProbeBench> {
  const bench = await openProbe(spec);
  opened.push(bench);
  return bench;
}

export function closeAll(): void {
  for (const { probe } of opened) probe.close();
  opened = [];
}

/** `ok`, `timeout`, or `failed` with the error's name. */
export function verdictOf(sample: Sample): string {
  return sample.outcome === 'failed' ? `failed ${sample.error}` : sample.outcome;
}

/** What a bad answer may be called. Where browsers differ, or none can tell, more than one name is right. */
export type Verdicts = readonly string[];

/** Fires once and checks that the verdict is one of `wanted` and came within the timeout and a second for its name. */
export async function expectVerdict(bench: ProbeBench, wanted: Verdicts, timeoutMs: number): Promise<Sample> {
  const firedMs = bench.clock.now();
  const sample = await bench.fire();
  expect(wanted.includes(verdictOf(sample)), JSON.stringify(sample)).toBe(true);
  expect(bench.clock.now() - firedMs).toBeLessThan(timeoutMs + 2500);
  return sample;
}

/** The next probe to the same host is as if nothing had been. */
export async function expectSound(faultsUrl: string): Promise<void> {
  const { fire, probe } = await openProbe({ kind: 'http', url: `${faultsUrl}/ok`, timeoutMs: 5000 });
  expect(await fire()).toMatchObject({ outcome: 'ok', httpStatus: 200, bytesDown: expect.any(Number) });
  probe.close();
}

/** Resolves once the server is no longer held by anybody who asked for this path. */
export async function expectLetGo(faultsUrl: string, path: string): Promise<void> {
  const open = async () =>
    await (await fetch(`${faultsUrl}/open?path=${path}`, { signal: AbortSignal.timeout(1000) })).text();
  await expect.poll(open, { timeout: 3000, interval: 50 }).toBe('0');
}
