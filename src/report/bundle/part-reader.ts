import { strFromU8 } from 'fflate';
import * as v from 'valibot';
import type { Campaign } from '../../core/campaign.ts';
import { checkCampaign, checkEvent } from '../../core/campaign-schema.ts';
import { checkDishHistories } from '../../core/dish/history-schema.ts';
import type { DishHistory } from '../../core/dish/history-types.ts';
import { isTimeOfDay } from '../time-of-day.ts';
import { readBatchBytes } from './batch-bytes.ts';
import { BUNDLE_VERSION, type BundlePart, headSchema, type PartHead } from './bundle-parts.ts';
import { withoutComputed } from './campaign-head.ts';

const LINE_FEED = 10;
/** As the app makes them; it becomes a key of the database and a part of an address. */
const ID = /^[\w-]{1,80}$/;

/** Reads the payload of a part; a text says what is wrong with it. */
export function readPart(payload: Uint8Array): BundlePart | string {
  const lineEnd = payload.indexOf(LINE_FEED);
  const head = lineEnd < 0 ? undefined : headOf(payload.subarray(0, lineEnd));
  if (lineEnd < 0 || head === undefined) return 'has no head that this version can read';
  const rest = payload.subarray(lineEnd + 1);
  if (head.part !== 'samples' && rest.length > 0) return `(${head.part}) has more than its head`;
  switch (head.part) {
    case 'campaign':
      return campaignPart(head);
    case 'events': {
      const events = head.events.flatMap((value) => {
        const event = checkEvent(value);
        return event !== undefined && isTimeOfDay(event.epochMs) ? [event] : [];
      });
      const whole = events.length === head.events.length;
      return whole ? { part: 'events', events } : 'holds an event that is none';
    }
    case 'dish': {
      const histories = checkDishHistories(head.histories);
      const whole = histories.length === head.histories.length && histories.every(hasTimes);
      return whole ? { part: 'dish', histories } : 'holds a dish history that is none';
    }
    case 'samples': {
      const batch = readBatchBytes(head, rest);
      return typeof batch === 'string' ? batch : { part: 'samples', probe: head.probe, batch };
    }
    case 'end':
      return head;
  }
}

function campaignPart({
  dishprobeBundle,
  campaign,
}: Extract<PartHead, { part: 'campaign' }>): BundlePart | string {
  if (dishprobeBundle > BUNDLE_VERSION)
    return `was written by a newer version of Dishprobe (bundle version ${dishprobeBundle}). Reload the page to update the app`;
  const read: Campaign | undefined = checkCampaign(campaign);
  if (
    dishprobeBundle !== BUNDLE_VERSION ||
    read === undefined ||
    !ID.test(read.id) ||
    !hasPlausibleTimes(read)
  )
    return 'does not hold a campaign that this version can read';
  if (read.state === 'running') return 'holds a campaign that had not ended';
  return { part: 'campaign', campaign: withoutComputed(read) };
}

function hasPlausibleTimes(campaign: Campaign): boolean {
  const { createdEpochMs, startedEpochMs, aliveEpochMs, endedEpochMs, judged, imported } = campaign;
  const times = [createdEpochMs, startedEpochMs, aliveEpochMs, endedEpochMs, judged?.chosenEpochMs];
  return [...times, imported?.epochMs, imported?.zeroEpochMs].every(isTimeOfDay);
}

function hasTimes({ importedEpochMs, endEpochMs, outages }: DishHistory): boolean {
  const times = [importedEpochMs, endEpochMs, ...outages.map(({ startEpochMs }) => startEpochMs)];
  return times.every(isTimeOfDay);
}

function headOf(line: Uint8Array): PartHead | undefined {
  try {
    const result = v.safeParse(headSchema, JSON.parse(strFromU8(line)));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
