import { deleteDB } from 'idb';
import { decodeBatch } from '../../src/core/batch-reader.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import { checkPlan, type Plan } from '../../src/core/plan.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { Connection } from '../../src/store/connection.ts';
import { createDoor, type Door } from '../../src/store/door.ts';
import { readProgress } from '../../src/store/progress.ts';
import { readBatches } from '../../src/store/sample-reader.ts';
import { SampleWriter } from '../../src/store/sample-writer.ts';

export interface StoreBench {
  connection: Connection;
  door: Door;
  id: string;
  campaign: Campaign;
  /** A writer that goes on where the store stands, as after a reload. */
  writer(capacity?: number): Promise<SampleWriter>;
  read(probe?: number): Promise<Sample[]>;
  progress(): ReturnType<typeof readProgress>;
  close(): Promise<void>;
}

export const ok = (seq: number): Sample => ({
  seq,
  dueEpochMs: epochMillis(1_790_000_000_000 + seq * 100),
  dueMonoMs: millis(500 + seq * 100),
  outcome: 'ok',
  lateMs: millis(0.5),
  responseMs: millis(40 + (seq % 7)),
  serviceMs: millis(39.5 + (seq % 7)),
  protocol: 'h2',
  newConnection: false,
});

export const timeout = (seq: number): Sample => {
  const { dueEpochMs, dueMonoMs } = ok(seq);
  return { seq, dueEpochMs, dueMonoMs, lateMs: millis(0.5), outcome: 'timeout' };
};

export const late = (seq: number): Sample =>
  ({ ...ok(seq), outcome: 'late', responseMs: millis(7000), serviceMs: millis(6999.5) }) as Sample;

let databases = 0;

/** A database of its own in the real IndexedDB of this browser, with one campaign in it. */
export async function openBench(): Promise<StoreBench> {
  databases += 1;
  const name = `store-test-${databases}-${performance.timeOrigin}`;
  const connection = new Connection({ name });
  const door = createDoor(connection);
  const campaign = await door.createCampaign(planOf());
  const { id } = campaign;
  return {
    connection,
    door,
    id,
    campaign,
    writer: async (capacity) =>
      new SampleWriter(
        connection,
        campaign,
        await connection.use((store) => readProgress(store, id, 2)),
        capacity,
      ),
    read: async (probe = 0) =>
      (await connection.use((store) => readBatches(store, id, probe))).flatMap(decodeBatch),
    progress: () => connection.use((store) => readProgress(store, id, 2)),
    async close() {
      await connection.close();
      await deleteDB(name);
    },
  };
}

function planOf(): Plan {
  const probe = { kind: 'websocket', url: 'ws://host/echo', intervalMs: 100 };
  const result = checkPlan({
    dishprobePlan: 1,
    name: 'store',
    durationS: 60,
    probes: [
      { ...probe, name: 'a' },
      { ...probe, name: 'b' },
    ],
  });
  if (!result.ok) throw new Error('the plan of this test is wrong');
  return result.plan;
}
