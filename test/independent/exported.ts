import type { Campaign } from '../../src/core/campaign.ts';
import { recordedCampaign } from '../../src/core/recording/recording-campaign.ts';
import { RecordingReader } from '../../src/core/recording/recording-reader.ts';
import { epochMillis } from '../../src/core/units.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { percentilesCsv } from '../../src/report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { buildReport, type ReportInput } from '../../src/report/report.ts';
import type { Report } from '../../src/report/types.ts';
import { join } from '../report/rfc4180.ts';

/** All that the app makes of a campaign: its report, and the files that it exports. */
export interface Exported {
  report: Report;
  texts: { samples: string; percentiles: string; outages: string; plan: string };
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

export function exported(input: ReportInput): Exported {
  const { campaign, probes } = input;
  const report = buildReport(input);
  const rows = probes.flatMap((probe) => [...samplesCsvChunks(campaign, probe.spec, probe.batches)]);
  return {
    report,
    texts: {
      samples: text(join([samplesCsvHeader(), ...rows])),
      percentiles: text(percentilesCsv(report)),
      outages: text(outagesCsv(report)),
      plan: JSON.stringify({ campaign }),
    },
  };
}

/** An imported recording, judged by more than it brings itself. */
export function exportedRecording(
  recording: string,
  more: Pick<Judgement, 'limits' | 'availabilityTarget'>,
  state: Campaign['state'] = 'finished',
): Exported {
  const reader = new RecordingReader();
  reader.push(recording);
  const rows = reader.end();
  const epochMs = Date.UTC(2026, 10, 24);
  const found =
    rows && recordedCampaign(rows, { id: 'r', file: 'kiruna.csv', epochMs, modifiedEpochMs: epochMs });
  if (found === undefined || typeof found === 'string') throw new Error(found ?? reader.problem);
  const { campaign, events, batches } = found;
  const judged = { profile: 'custom', ...more, chosenEpochMs: epochMillis(epochMs) } as const;
  const probes = campaign.plan.probes.map((spec) => ({ spec, batches: [...batches(2048)] }));
  return exported({ campaign: { ...campaign, judged, state }, events, probes });
}
