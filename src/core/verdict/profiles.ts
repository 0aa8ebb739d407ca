import type { Plan } from '../plan.ts';
import type { PlanLimit, VoiceTimes } from './limit-schema.ts';

/** What a workload asks of a link and the endpoint behind it. */
export interface Profile {
  /** Each with its source and basis; empty: nothing is judged. */
  limits: readonly (PlanLimit & Required<Pick<PlanLimit, 'source' | 'basis'>>)[];
  /** Why keeping the limits proves nothing: missing them rules the workload out, and that is all. */
  cannotProve?: string;
}

const P95 = 0.95;
const P99 = 0.99;

const mlperf = (row: string) =>
  `MLPerf Inference, ${row}, has this limit at the 99th percentile, without a link; 95 % over a link is our judgement`;
const guidellm = (example: string) => `GuideLLM’s example of service level objectives, ${example}`;
const standard = { share: P95, basis: 'standard' } as const;
const vendor = { share: P99, basis: 'vendor' } as const;
const judgement = { basis: 'judgement' } as const;

/** The limits of each profile. A plan may bring its own in their place. */
export const PROFILES: Record<Plan['profile'], Profile> = {
  'chat-standard': {
    limits: [
      { metric: 'ttft', ms: 2000, ...standard, source: mlperf('Llama 2 70B, server') },
      { metric: 'tpot', ms: 200, ...standard, source: mlperf('Llama 2 70B, server') },
    ],
  },
  'chat-snappy': {
    limits: [
      { metric: 'ttft', ms: 450, ...standard, source: mlperf('Llama 2 70B, interactive') },
      { metric: 'tpot', ms: 40, ...standard, source: mlperf('Llama 2 70B, interactive') },
    ],
  },
  rag: {
    limits: [
      { metric: 'ttft', ms: 300, ...vendor, source: guidellm('retrieval-augmented generation') },
      {
        metric: 'tpot',
        ms: 100,
        ...vendor,
        source: `${guidellm('retrieval-augmented generation')} (ITL there)`,
      },
      { metric: 'e2e', ms: 3000, ...vendor, source: guidellm('retrieval-augmented generation') },
    ],
  },
  'agent-step': {
    limits: [{ metric: 'e2e', ms: 5000, ...vendor, source: guidellm('agentic AI') }],
  },
  'code-generation': {
    limits: [
      { metric: 'ttft', ms: 500, ...vendor, source: guidellm('code generation') },
      { metric: 'tpot', ms: 150, ...vendor, source: `${guidellm('code generation')} (ITL there)` },
    ],
  },
  'inline-completion': {
    limits: [
      {
        metric: 'e2e',
        ms: 500,
        share: P95,
        ...judgement,
        source: 'Our judgement: who has typed on for half a second no longer looks for a suggestion',
      },
      { metric: 'e2e', ms: 2000, ...vendor, source: guidellm('code completion') },
    ],
  },
  'voice-turn': {
    limits: [
      {
        metric: 'turn',
        ms: 800,
        share: P95,
        basis: 'vendor',
        source:
          'Makers of voice agents aim at 500 to 800 ms a turn (weak sources); people leave each other about 200 ms. 95 % is our judgement',
      },
    ],
  },
  'vision-request': {
    limits: [
      {
        metric: 'response',
        ms: 1000,
        share: P95,
        ...judgement,
        source: 'Our judgement: one second for picture and answer. MLPerf’s row for ranking (DLRM) has 80 ms',
      },
    ],
  },
  teleoperation: {
    limits: [
      {
        metric: 'rtt',
        ms: 120,
        share: P99,
        basis: 'standard',
        source:
          '3GPP TR 22.856 (provisional): 100 ms up and 20 ms down, one way each. A round trip over their sum has missed at least one. 99 % is our judgement',
      },
    ],
    cannotProve:
      'The limits are one-way: a round trip over their sum has missed at least one of them, but one within it may still have been too slow in one direction.',
  },
  batch: {
    limits: [
      {
        metric: 'answered',
        share: P99,
        ...judgement,
        source: 'Our judgement: a batch repeats what failed, and one request in a hundred costs little',
      },
      {
        metric: 'tokens_per_s',
        perS: 10,
        share: 0.9,
        ...judgement,
        source: 'Our judgement: set the pace that the batch needs for each of its requests',
      },
      {
        metric: 'availability',
        share: P99,
        ...judgement,
        source: 'Our judgement: a batch catches up on what an outage held up, as long as little time is lost',
      },
    ],
  },
  'training-sync': {
    limits: [
      {
        metric: 'rtt',
        ms: 10,
        share: P99,
        ...judgement,
        source:
          'Our judgement: each step waits for the slowest of its exchanges, and steps take a fraction of a second',
      },
    ],
    cannotProve:
      'The rate of the link decides as well, and is not judged here: 10 billion parameters at 50 % utilisation take 104.8 Gbit/s (simulated, arXiv 2503.09799).',
  },
  'training-local-update': {
    limits: [
      {
        metric: 'answered',
        share: P99,
        ...judgement,
        source: 'Our judgement: updates are minutes apart, so waits hardly matter, and being reached does',
      },
    ],
    cannotProve:
      'The rate of the link decides as well, and is not judged here: 10 billion parameters take 0.5 Gbit/s with an exchange each 300 steps (DiLoCo, simulated, arXiv 2503.09799).',
  },
  custom: { limits: [] },
};

/** What a voice turn takes beside the model where the plan does not say; a judgement. */
export const USUAL_VOICE: VoiceTimes = { endpointingMs: 200, sttMs: 100, ttsMs: 100 };
