import type { CampaignEvent, Imported } from '../core/campaign.ts';
import type { Plan } from '../core/plan.ts';
import { formatCount, formatMs } from './format.ts';
import { bothTimes } from './format-time.ts';

/** How the numbers of an imported recording came about, as far as anybody here can know. */
export function importedNotes(imported: Imported, { probes }: Plan): [name: string, text: string][] {
  const { file, rows, columns, epochMs, zeroEpochMs, lacks } = imported;
  if (lacks !== undefined)
    return [
      [
        'Source',
        `Imported from ${file}, a samples CSV, on ${bothTimes(epochMs)}: ${formatCount(rows)} samples. What the file says was measured by Dishprobe.`,
      ],
      ['Not in the file', lacks.join(' ')],
    ];
  return [
    [
      'Source',
      `Imported from ${file} on ${bothTimes(epochMs)}: ${formatCount(rows)} rows, ${columns.time} and ${columns.rtt}. This app did not measure it.`,
    ],
    [
      'Schedule',
      `As recorded, in usual steps of ${formatMs(probes[0]?.intervalMs)} ms. Whether the recorder waited for answers is not known; one that does misses slow ones.`,
    ],
    [
      'Times',
      zeroEpochMs === undefined
        ? 'Unix time, as the file has it.'
        : `The file does not say when it was made. Its zero was laid on ${bothTimes(zeroEpochMs)}, a guess from the file's date: times of day mean nothing.`,
    ],
    [
      'Metrics',
      'A row has one time and one round trip: the time counts as due and sent, the round trip as response, service and network time alike. How it was timed is not known.',
    ],
    [
      'Gaps',
      'Steps of over 1 s and over four usual ones count as unmeasured; beside two or more lost probes in a row they count as silence, for as long as the recorder usually waits for a lost one.',
    ],
  ];
}

/** The events without the gaps of a recording: those are all the same, may be hundreds, and stand among the outages. */
export function toldEvents(events: readonly CampaignEvent[]): readonly CampaignEvent[] {
  return events.filter(({ cause }) => cause !== 'not-recorded');
}
