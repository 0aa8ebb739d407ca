import type { TypedNumber } from './typed-numbers.ts';

/** What a training run is described by, in this order: computing, parameters, their size, uplink, inner steps. */
export const TRAINING_FIELDS = [
  {
    key: 'computeMs',
    label: 'Computing time',
    unit: 'ms',
    hint: 'Of one step',
    min: 1,
    max: 3_600_000,
    preset: 1000,
  },
  {
    key: 'parametersB',
    label: 'Parameters',
    unit: 'billion',
    min: 0.0001,
    max: 10_000,
    preset: 1,
  },
  {
    key: 'bytesPerParameter',
    label: 'Parameter size',
    unit: 'bytes',
    min: 0.1,
    max: 8,
    preset: 2,
    hint: '2 is bfloat16',
  },
  {
    key: 'uplinkMbps',
    label: 'Uplink of a worker',
    unit: 'Mbit/s',
    min: 0.01,
    max: 1_000_000,
    preset: 20,
  },
  {
    key: 'innerSteps',
    label: 'Inner steps (H)',
    unit: 'steps',
    hint: 'Between two exchanges',
    min: 2,
    max: 1_000_000,
    whole: true,
    preset: 300,
  },
] as const satisfies readonly TypedNumber[];
