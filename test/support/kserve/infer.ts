import * as v from 'valibot';
import { RequestError } from '../server-exchange.ts';
import type { OnnxModule, Session } from './binding.ts';
import { INPUT_NAME, MODEL_NAME, type ModelSize, OUTPUT_NAME } from './model.ts';

const VERSION = '1';

/** Flat, or nested as the shape is. */
type TensorData = readonly (number | TensorData)[];
const data: v.GenericSchema<TensorData> = v.array(v.union([v.number(), v.lazy(() => data)]));

/** `$inference_request` of the Open Inference Protocol. */
export const inferenceSchema = v.object({
  id: v.optional(v.string()),
  inputs: v.array(
    v.object({
      name: v.string(),
      shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      datatype: v.string(),
      data,
    }),
  ),
  outputs: v.optional(v.array(v.object({ name: v.string() }))),
});

type Inference = v.InferOutput<typeof inferenceSchema>;

/** `$metadata_model_response`; the platform as Triton calls it. */
export const metadataOf = ({ inputs, outputs }: ModelSize): object => ({
  name: MODEL_NAME,
  versions: [VERSION],
  platform: 'onnxruntime_onnx',
  inputs: [{ name: INPUT_NAME, datatype: 'FP32', shape: [1, inputs] }],
  outputs: [{ name: OUTPUT_NAME, datatype: 'FP32', shape: [1, outputs] }],
});

/** Runs the model and gives `$inference_response`. Throws RequestError 400 where the tensors are not the model's. */
export async function infer(
  { Tensor }: OnnxModule,
  session: Session,
  size: ModelSize,
  { id, inputs, outputs }: Inference,
): Promise<object> {
  const [input] = inputs;
  if (inputs.length !== 1 || input?.name !== INPUT_NAME)
    throw new RequestError(400, `expected one input called ${INPUT_NAME}`);
  const { datatype, shape } = input;
  if (datatype !== 'FP32') throw new RequestError(400, `${INPUT_NAME}: expected FP32, found ${datatype}`);
  if (shape.length !== 2 || shape[0] !== 1 || shape[1] !== size.inputs)
    throw new RequestError(400, `${INPUT_NAME}: expected shape [1,${size.inputs}], found [${shape}]`);
  const values = Float32Array.from(flat(input.data));
  if (values.length !== size.inputs)
    throw new RequestError(400, `${INPUT_NAME}: ${values.length} values do not fit its shape`);
  for (const { name } of outputs ?? [])
    if (name !== OUTPUT_NAME) throw new RequestError(400, `there is no output called ${name}`);
  const scores = (await session.run({ [INPUT_NAME]: new Tensor('float32', values, shape) }))[OUTPUT_NAME];
  if (scores === undefined) throw new Error(`The model gave no ${OUTPUT_NAME}.`);
  return {
    model_name: MODEL_NAME,
    model_version: VERSION,
    ...(id === undefined ? {} : { id }),
    outputs: [
      { name: OUTPUT_NAME, datatype: 'FP32', shape: [...scores.dims], data: Array.from(scores.data) },
    ],
  };
}

const flat = (nested: TensorData): number[] =>
  nested.flatMap((item) => (typeof item === 'number' ? item : flat(item)));
