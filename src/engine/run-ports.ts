import type { CampaignEvent, StopReason } from '../core/campaign.ts';
import type { Plan, ProbeSpec } from '../core/plan.ts';
import type { Clock, Probe, ProbeNote, SampleSink } from '../core/probe.ts';
import type { Sample } from '../core/sample.ts';
import type { EpochMillis } from '../core/units.ts';

/** Where one probe of a campaign that goes on stands. */
export interface ProbeProgress {
  nextSeq: number;
  holes: number[];
  /** A stored sample that ties the schedule to the wall clock: the latest of this probe. */
  last?: { seq: number; dueEpochMs: EpochMillis } | undefined;
}

/** What the run starts from: nothing for a new campaign, what the store holds for one that goes on. */
export interface RunInput {
  plan: Plan;
  seed: number;
  /** Wall-clock time of schedule zero of the first run; absent for a new campaign. */
  startedEpochMs?: EpochMillis | undefined;
  /** When the campaign was last known to be measuring. */
  aliveEpochMs?: EpochMillis | undefined;
  /** Another worker measured until then, and handed over. */
  handedOver?: boolean | undefined;
  /** For each probe: the next due time to number, and earlier ones that have no sample. */
  progress: ProbeProgress[];
  bytes: number;
}

/** What the run needs from outside and what it hands over. */
export interface RunPorts {
  clock: Clock;
  createProbe(spec: ProbeSpec, index: number, sink: SampleSink, note: (note: ProbeNote) => void): Probe;
  /** Each due time once; once more where a `timeout` turned into `late`. */
  sample(probeIndex: number, sample: Sample): void;
  event(event: CampaignEvent): void;
  /** Schedule zero is set and probing begins. */
  started(startedEpochMs: EpochMillis): void;
}

/** `handed-over`: the run has ended, the campaign has not. */
export type RunEnd = 'finished' | 'handed-over' | StopReason;

/** An event before it is stamped; `epochMs` only where it is not now. */
export type RunEvent = Omit<CampaignEvent, 'epochMs' | 'monoMs'> & { epochMs?: EpochMillis };
