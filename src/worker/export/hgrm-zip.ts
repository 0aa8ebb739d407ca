import { answeredValues } from '../../core/stats/answered-values.ts';
import { sortFloats } from '../../core/stats/sort.ts';
import { withoutWarmUp } from '../../core/warm-up.ts';
import { utf8 } from '../../report/csv/csv-cell.ts';
import { hgrmText } from '../../report/hgrm.ts';
import { REPORT_METRICS } from '../../report/metrics.ts';
import type { Samples } from './samples-of.ts';
import { ZipStream } from './zip-stream.ts';

/** Of the metrics that have values, these get a file. */
export const HGRM_METRICS = ['response', 'rtt', 'ttft', 'tpot', 'e2e'];

/** A zip with an .hgrm file for each probe and metric, over the answered requests. One column at a time is in memory. */
export async function* hgrmPieces({ campaign, exported }: Samples): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const zip = new ZipStream(campaign.startedEpochMs ?? campaign.createdEpochMs);
  const metrics = REPORT_METRICS.filter(({ name }) => HGRM_METRICS.includes(name));
  for (const [index, spec] of campaign.plan.probes.entries()) {
    for (const metric of metrics) {
      const parts: Float32Array<ArrayBuffer>[] = [];
      for await (const batches of exported(index)) {
        const values = answeredValues(metric.column, withoutWarmUp(spec, batches));
        if (values.length > 0) parts.push(values);
      }
      const values = joined(parts);
      if (values.length === 0) continue;
      sortFloats(values);
      zip.open(`${index + 1}-${fileSafe(spec.name)}_${metric.name}.hgrm`);
      zip.push(utf8(hgrmText(values)));
      yield* zip.drain();
    }
  }
  zip.end();
  yield* zip.drain();
}

function joined(parts: Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts.splice(0)) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function fileSafe(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40);
}
