import { createSchedule } from '../core/schedule/schedule.ts';
import { epochMillis } from '../core/units.ts';
import { getCampaign } from './campaigns.ts';
import type { Connection } from './connection.ts';
import { ANSWER_MS } from './no-answer.ts';
import { readProgress } from './progress.ts';
import { SampleWriter } from './sample-writer.ts';

/**
 * Ends a campaign whose page was closed or killed. Due times that were in flight
 * then have no sample; they become `unmeasured`, so that the record has no hole.
 */
export async function endCampaign(connection: Connection, id: string): Promise<void> {
  const campaign = await connection.use((store) => getCampaign(store, id), ANSWER_MS);
  if (campaign === undefined) return;
  const { plan, seed, startedEpochMs, aliveEpochMs, createdEpochMs } = campaign;
  const progress = await connection.use((store) => readProgress(store, id, plan.probes.length), ANSWER_MS);
  const writer = new SampleWriter(connection, campaign, progress);
  plan.probes.forEach((spec, index) => {
    const schedule = createSchedule(spec, seed, index);
    const { last } = progress[index] ?? {};
    const zeroMs =
      last === undefined ? (startedEpochMs ?? createdEpochMs) : last.dueEpochMs - schedule.dueMs(last.seq);
    for (const seq of progress[index]?.holes ?? []) {
      const dueMonoMs = schedule.dueMs(seq);
      const dueEpochMs = epochMillis(zeroMs + dueMonoMs);
      writer.add(index, { seq, dueMonoMs, dueEpochMs, outcome: 'unmeasured' });
    }
  });
  const endedEpochMs = aliveEpochMs ?? createdEpochMs;
  writer.set({ state: 'stopped', stopReason: 'user', endedEpochMs, aliveEpochMs: endedEpochMs });
  await writer.flush(true);
}
