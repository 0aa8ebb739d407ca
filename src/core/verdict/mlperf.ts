import type { PlanLimit } from './limit-schema.ts';

/**
 * Latency constraints of the server and interactive scenarios of MLPerf
 * Inference, which hold for the 99th percentile (MLCommons, inference rules):
 * first token and time per output token in ms. They are made for a data centre,
 * without a link.
 */
const ROWS = [
  ['llama2-70b-server', 'Llama 2 70B, server', 2000, 200],
  ['llama2-70b-interactive', 'Llama 2 70B, interactive', 450, 40],
  ['llama3.1-8b-server', 'Llama 3.1 8B, server', 2000, 100],
  ['llama3.1-8b-interactive', 'Llama 3.1 8B, interactive', 500, 30],
  ['llama3.1-405b-server', 'Llama 3.1 405B, server', 6000, 175],
  ['llama3.1-405b-interactive', 'Llama 3.1 405B, interactive', 4500, 80],
  ['deepseek-r1-server', 'DeepSeek-R1, server', 2000, 80],
  ['deepseek-r1-interactive', 'DeepSeek-R1, interactive', 1500, 15],
] as const;

export interface LimitChoice {
  id: string;
  name: string;
  limits: readonly PlanLimit[];
}

const P99 = 0.99;

/** Rows of MLPerf Inference that can be taken as limits. */
export const MLPERF_CHOICES: readonly LimitChoice[] = [
  ...ROWS.map(([id, name, ttftMs, tpotMs]): LimitChoice => {
    const from = {
      share: P99,
      basis: 'standard',
      source: `MLPerf Inference, ${name}: the limit of the 99th percentile`,
    } as const;
    return {
      id,
      name,
      limits: [
        { metric: 'ttft', ms: ttftMs, ...from },
        { metric: 'tpot', ms: tpotMs, ...from },
      ],
    };
  }),
  {
    id: 'dlrm-server',
    name: 'DLRM (ranking), server',
    limits: [
      {
        metric: 'response',
        ms: 80,
        share: P99,
        basis: 'standard',
        source: 'MLPerf Inference, DLRM, server: the limit of the 99th percentile',
      },
    ],
  },
];
