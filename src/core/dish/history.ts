import * as v from 'valibot';
import { epochMillis } from '../units.ts';
import { answerSchema } from './history-schema.ts';
import type { DishHistory, DishOutage } from './history-types.ts';
import { alignRing } from './ring-clock.ts';

/** GPS time began in 1980 and knows no leap seconds: 18 since then, none after 2017 (IERS Bulletin C). */
const GPS_TO_UNIX_MS = (315_964_800 - 18) * 1000;
/** A file system that does not know when a file was changed says 1970 or 1980. */
const MODIFIED_FROM_MS = 946_684_800_000;

export interface HistoryFile {
  name: string;
  text: string;
  /** Now. */
  epochMs: number;
  modifiedEpochMs: number;
}

/**
 * Reads what a dish answered to `get_history`, as grpcurl and others write it:
 * keys in snake or camel case, perhaps inside `dishGetHistory`. A text that is
 * answered is a problem: a sentence.
 *
 * Its columns are a ring of one value a second; the next one goes to
 * `current % length`, so that the oldest stands there. The ring has no time of its
 * own: its end is where its silent seconds fit the listed outages, and where that
 * cannot be told, when the file was last changed.
 */
export function readDishHistory({ name, text, epochMs, modifiedEpochMs }: HistoryFile): DishHistory | string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return 'The file is not JSON, or is cut short. Save the whole answer to get_history.';
  }
  const answer = inner(value);
  if (answer === undefined || !('popPingDropRate' in answer))
    return 'The file has no pop_ping_drop_rate: it is no history of a dish. Ask the dish for get_history, not for get_status.';
  const result = v.safeParse(answerSchema, answer);
  if (!result.success) {
    const [issue] = result.issues;
    return `${v.getDotPath(issue) ?? 'The file'} is not as expected: ${issue.message}. Save the answer to get_history as it is.`;
  }
  const { current, popPingDropRate, popPingLatencyMs, outages } = result.output;
  if (popPingLatencyMs.length > 0 && popPingLatencyMs.length !== popPingDropRate.length)
    return 'popPingLatencyMs and popPingDropRate differ in length. Save the answer to get_history as it is.';
  const dropRate = unrolled(popPingDropRate, current).map(clean);
  const listed = outages.map(
    ({ cause, startTimestampNs, durationNs }): DishOutage => ({
      startEpochMs: epochMillis(Math.round(startTimestampNs / 1e6 + GPS_TO_UNIX_MS)),
      durationMs: Math.max(0, durationNs / 1e6),
      cause: String(cause),
    }),
  );
  listed.sort((a, b) => a.startEpochMs - b.startEpochMs);
  const aligned = alignRing(dropRate, listed);
  const dated = modifiedEpochMs >= MODIFIED_FROM_MS && modifiedEpochMs <= epochMs;
  return {
    file: name,
    importedEpochMs: epochMillis(epochMs),
    dropRate,
    latencyMs: unrolled(popPingLatencyMs, current).map((ms, i) => (dropRate[i] === 1 ? null : clean(ms))),
    endEpochMs: epochMillis(aligned ?? (dated ? modifiedEpochMs : epochMs)),
    endFrom: aligned !== undefined ? 'outages' : dated ? 'file-date' : 'import',
    outages: listed,
  };
}

const clean = (value: number | null) => (value === null || !Number.isFinite(value) ? null : value);

/** Oldest first; what was never written is left out. */
function unrolled<T>(ring: readonly T[], current: number): T[] {
  const at = current % ring.length;
  return current < ring.length ? ring.slice(0, current) : [...ring.slice(at), ...ring.slice(0, at)];
}

function inner(value: unknown): Record<string, unknown> | undefined {
  const outer = camel(value);
  return camel(outer?.dishGetHistory) ?? outer;
}

/** An object with its keys in camel case, those in its lists as well. */
function camel(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
      Array.isArray(item) ? item.map((entry: unknown) => camel(entry) ?? entry) : item,
    ]),
  );
}
