import * as v from 'valibot';
import type { Passage } from './link-lane.ts';
import type { LinkRecord } from './link-truth.ts';
import type { RawOptions, RawRun } from './raw-client.ts';
import { tappedListSchema } from './stream-tap.ts';

/** What crosses between a bench and the processes of the link and of the raw client. */

const delaySchema = v.union([
  v.number(),
  v.array(v.object({ tS: v.number(), rttMs: v.union([v.number(), v.undefined()]) })),
]);
const kindSchema = v.picklist(['stall', 'blackout']);

/** `server`: one of the process's own, or the port of any. */
export const openSchema = v.object({
  server: v.union([v.picklist(['reference', 'cloudflare']), v.object({ port: v.number() })]),
  rttMs: v.number(),
});
/** `holds`: in ms after the beginning. */
export const beginSchema = v.object({
  delay: delaySchema,
  holds: v.array(v.object({ kind: kindSchema, atMs: v.number(), ms: v.number() })),
});
const recordSchema: v.GenericSchema<LinkRecord> = v.object({
  startedEpochMs: v.number(),
  delay: delaySchema,
  holds: v.array(v.object({ kind: kindSchema, fromEpochMs: v.number(), toEpochMs: v.number() })),
});

/** From the link: what it did, and every piece that passed. */
const passagesSchema: v.GenericSchema<Passage[]> = v.array(
  v.object({
    port: v.number(),
    connection: v.number(),
    epochMs: v.number(),
    passedEpochMs: v.number(),
    bytes: v.number(),
    direction: v.picklist(['up', 'down']),
    delayMs: v.number(),
  }),
);
export const openedSchema = v.object({ port: v.number(), rawPort: v.number() });
export const endedSchema = v.object({
  record: recordSchema,
  passages: passagesSchema,
  streams: tappedListSchema,
});

const probe = { path: v.string(), intervalMs: v.number() };

/** To the raw client. */
export const startSchema: v.GenericSchema<RawOptions> = v.object({
  port: v.number(),
  http: v.optional(v.object({ ...probe, connections: v.number() })),
  websocket: v.optional(v.object(probe)),
});

const samplesSchema = v.array(
  v.object({
    dueEpochMs: v.number(),
    responseMs: v.optional(v.number()),
    rttMs: v.optional(v.number()),
  }),
);
/** From the raw client. */
export const runSchema: v.GenericSchema<RawRun> = v.object({ http: samplesSchema, websocket: samplesSchema });
