import { Message } from './protobuf.ts';

/** One operator; it takes values by name and gives one, after which it is called. */
export interface OnnxNode {
  operator: string;
  inputs: readonly string[];
  output: string;
}

/** A constant tensor of float32, row by row. */
export interface OnnxTensor {
  name: string;
  shape: readonly number[];
  data: Float32Array;
}

/** An input or output of the graph, float32. */
export interface OnnxValue {
  name: string;
  shape: readonly number[];
}

export interface OnnxGraph {
  name: string;
  nodes: readonly OnnxNode[];
  constants: readonly OnnxTensor[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}

/** IR version 8 came with ONNX 1.10, operator set 13 with 1.8: old enough for any runtime of today. */
const IR_VERSION = 8;
const OPERATOR_SET = 13;
const FLOAT = 1;

/** Field numbers of onnx.proto (ONNX project), by message. */
const MODEL = { irVersion: 1, producer: 2, graph: 7, operatorSets: 8 } as const;
const OPERATOR_SET_ID = { domain: 1, version: 2 } as const;
const GRAPH = { nodes: 1, name: 2, constants: 5, inputs: 11, outputs: 12 } as const;
const NODE = { inputs: 1, outputs: 2, name: 3, operator: 4 } as const;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { elementType: 1, shape: 2 } as const;
const SHAPE = { dims: 1 } as const;
const DIMENSION = { value: 1 } as const;

/** Writes an ONNX model file of one graph of the standard operators. */
export function writeOnnx({ name, nodes, constants, inputs, outputs }: OnnxGraph): Buffer {
  const graph = new Message();
  for (const node of nodes) graph.message(GRAPH.nodes, nodeOf(node));
  graph.text(GRAPH.name, name);
  for (const constant of constants) graph.message(GRAPH.constants, tensorOf(constant));
  for (const input of inputs) graph.message(GRAPH.inputs, valueInfo(input));
  for (const output of outputs) graph.message(GRAPH.outputs, valueInfo(output));
  return new Message()
    .integer(MODEL.irVersion, IR_VERSION)
    .text(MODEL.producer, 'dishprobe-test')
    .message(
      MODEL.operatorSets,
      new Message().text(OPERATOR_SET_ID.domain, '').integer(OPERATOR_SET_ID.version, OPERATOR_SET),
    )
    .message(MODEL.graph, graph)
    .toBytes();
}

function nodeOf({ operator, inputs, output }: OnnxNode): Message {
  const node = new Message();
  for (const input of inputs) node.text(NODE.inputs, input);
  return node.text(NODE.outputs, output).text(NODE.name, `${output} node`).text(NODE.operator, operator);
}

function tensorOf({ name, shape, data }: OnnxTensor): Message {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length)
    throw new Error(`Tensor ${name} has ${data.length} values, which does not fit its shape ${shape}.`);
  const raw = Buffer.alloc(data.length * 4);
  for (const [index, value] of data.entries()) raw.writeFloatLE(value, index * 4);
  const tensor = new Message();
  for (const length of shape) tensor.integer(TENSOR.dims, length);
  return tensor.integer(TENSOR.dataType, FLOAT).text(TENSOR.name, name).bytes(TENSOR.rawData, raw);
}

function valueInfo({ name, shape }: OnnxValue): Message {
  const dims = new Message();
  for (const length of shape) dims.message(SHAPE.dims, new Message().integer(DIMENSION.value, length));
  const tensor = new Message().integer(TENSOR_TYPE.elementType, FLOAT).message(TENSOR_TYPE.shape, dims);
  return new Message().text(VALUE.name, name).message(VALUE.type, new Message().message(TYPE.tensor, tensor));
}
