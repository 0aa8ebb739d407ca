import { seededRandom } from '../seeded-random.ts';
import { writeOnnx } from './onnx.ts';

export const MODEL_NAME = 'dishprobe-mlp';
export const INPUT_NAME = 'features';
export const OUTPUT_NAME = 'scores';

/** Numbers in, between, and out. More between costs more time: an answer is inputs * hidden + hidden * outputs products. */
export interface ModelSize {
  inputs: number;
  hidden: number;
  outputs: number;
}

export const DEFAULT_SIZE: ModelSize = { inputs: 16, hidden: 32, outputs: 4 };

const SEED = 20_261_124;

/** Both matrices row by row: a row for each input, a column for each output. */
export interface Weights {
  first: Float32Array;
  second: Float32Array;
}

/** The same size has the same weights; so small that scores are of the order of 1. */
export function makeWeights({ inputs, hidden, outputs }: ModelSize): Weights {
  const random = seededRandom(SEED);
  const matrix = (rows: number, columns: number): Float32Array =>
    Float32Array.from({ length: rows * columns }, () => (random() * 2 - 1) * Math.sqrt(3 / rows));
  return { first: matrix(inputs, hidden), second: matrix(hidden, outputs) };
}

/** An ONNX file: scores = max(0, features x first) x second, for one row of features. */
export function makeModel(size: ModelSize): Buffer {
  const { inputs, hidden, outputs } = size;
  const { first, second } = makeWeights(size);
  return writeOnnx({
    name: MODEL_NAME,
    nodes: [
      { operator: 'MatMul', inputs: [INPUT_NAME, 'first'], output: 'sums' },
      { operator: 'Relu', inputs: ['sums'], output: 'hidden' },
      { operator: 'MatMul', inputs: ['hidden', 'second'], output: OUTPUT_NAME },
    ],
    constants: [
      { name: 'first', shape: [inputs, hidden], data: first },
      { name: 'second', shape: [hidden, outputs], data: second },
    ],
    inputs: [{ name: INPUT_NAME, shape: [1, inputs] }],
    outputs: [{ name: OUTPUT_NAME, shape: [1, outputs] }],
  });
}
