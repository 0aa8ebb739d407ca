import { seededRandom } from '../seeded-random.ts';
import { type GgufTensor, type GgufValue, writeGguf } from './gguf.ts';
import { END_TOKEN, makeVocabulary, START_TOKEN, UNKNOWN_TOKEN, type Vocabulary } from './vocabulary.ts';

export const MODEL_NAME = 'dishprobe-random-1m';
/** Tokens of prompt and answer together. */
export const CONTEXT_TOKENS = 2048;

const VOCABULARY_SIZE = 1024;
const WIDTH = 128;
const LAYERS = 6;
const HEADS = 4;
const KEY_VALUE_HEADS = 2;
const KEY_VALUE_WIDTH = (WIDTH / HEADS) * KEY_VALUE_HEADS;
const FEED_FORWARD = 352;

/** Size of the constant in dimension 0 of every embedding. */
const CONSTANT = 4;
/** Weight on that constant for tokens never to be said: some 50 below all others in logit. */
const MUTE = -20;
/** What one layer adds to the residual stream, as a share of its size. */
const LAYER_SHARE = 0.3;
/** About the standard deviation of the logits: no word far ahead of all others. */
const LOGIT_SPREAD = 1.5;

/**
 * A llama-architecture model with random weights, as a GGUF file of about 6 MB.
 * It says nothing that makes sense, yet every part of inference is real: a
 * tokenizer, grouped-query attention, a KV cache, sampling. The same seed gives the same bytes.
 *
 * Dimension 0 of the residual stream is the same constant for every token and no
 * layer changes it. The output layer reads it to mute the tokens that are not to
 * be said, so that each sampled token is text. The end token's logit is 0, out of
 * reach of the default top-k: an answer ends at its limit or at a stop text.
 */
export function makeModel(seed: number): Buffer {
  const random = seededRandom(seed);
  const vocabulary = makeVocabulary(VOCABULARY_SIZE, random);
  return writeGguf(metadataOf(vocabulary), tensorsOf(vocabulary, random));
}

function metadataOf({ pieces, scores, kinds }: Vocabulary): Record<string, GgufValue> {
  return {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: MODEL_NAME },
    'general.file_type': { type: 'u32', value: 0 },
    'llama.context_length': { type: 'u32', value: CONTEXT_TOKENS },
    'llama.embedding_length': { type: 'u32', value: WIDTH },
    'llama.block_count': { type: 'u32', value: LAYERS },
    'llama.feed_forward_length': { type: 'u32', value: FEED_FORWARD },
    'llama.rope.dimension_count': { type: 'u32', value: WIDTH / HEADS },
    'llama.attention.head_count': { type: 'u32', value: HEADS },
    'llama.attention.head_count_kv': { type: 'u32', value: KEY_VALUE_HEADS },
    'llama.attention.layer_norm_rms_epsilon': { type: 'f32', value: 1e-5 },
    'llama.vocab_size': { type: 'u32', value: pieces.length },
    'tokenizer.ggml.model': { type: 'string', value: 'llama' },
    'tokenizer.ggml.tokens': { type: 'strings', value: pieces },
    'tokenizer.ggml.scores': { type: 'f32s', value: scores },
    'tokenizer.ggml.token_type': { type: 'i32s', value: kinds },
    'tokenizer.ggml.unknown_token_id': { type: 'u32', value: UNKNOWN_TOKEN },
    'tokenizer.ggml.bos_token_id': { type: 'u32', value: START_TOKEN },
    'tokenizer.ggml.eos_token_id': { type: 'u32', value: END_TOKEN },
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
  };
}

function tensorsOf({ spoken }: Vocabulary, random: () => number): GgufTensor[] {
  const matrix = (name: string, inputs: number, outputs: number, spread: number): GgufTensor => {
    const limit = spread * Math.sqrt(3);
    const data = Float32Array.from({ length: inputs * outputs }, () => (random() * 2 - 1) * limit);
    return { name: `${name}.weight`, shape: [inputs, outputs], data };
  };
  const ones = (name: string): GgufTensor => ({
    name: `${name}.weight`,
    shape: [WIDTH],
    data: new Float32Array(WIDTH).fill(1),
  });
  const layerOutput = (name: string, inputs: number): GgufTensor => {
    const tensor = matrix(name, inputs, WIDTH, LAYER_SHARE / Math.sqrt(inputs));
    tensor.data.fill(0, 0, inputs);
    return tensor;
  };

  const embedding = matrix('token_embd', WIDTH, VOCABULARY_SIZE, 1);
  const output = matrix('output', WIDTH, VOCABULARY_SIZE, LOGIT_SPREAD / Math.sqrt(WIDTH));
  spoken.forEach((isSpoken, token) => {
    const row = token * WIDTH;
    embedding.data[row] = CONSTANT;
    if (!isSpoken) output.data.fill(0, row, row + WIDTH);
    output.data[row] = isSpoken || token === END_TOKEN ? 0 : MUTE;
  });

  const even = 1 / Math.sqrt(WIDTH);
  const layers = Array.from({ length: LAYERS }, (_, index) => `blk.${index}`).flatMap((layer) => [
    ones(`${layer}.attn_norm`),
    matrix(`${layer}.attn_q`, WIDTH, WIDTH, even),
    matrix(`${layer}.attn_k`, WIDTH, KEY_VALUE_WIDTH, even),
    matrix(`${layer}.attn_v`, WIDTH, KEY_VALUE_WIDTH, even),
    layerOutput(`${layer}.attn_output`, WIDTH),
    ones(`${layer}.ffn_norm`),
    matrix(`${layer}.ffn_gate`, WIDTH, FEED_FORWARD, even),
    matrix(`${layer}.ffn_up`, WIDTH, FEED_FORWARD, even),
    layerOutput(`${layer}.ffn_down`, FEED_FORWARD),
  ]);
  return [embedding, ...layers, ones('output_norm'), output];
}
