import type { ChatProbeSpec } from '../plan-schema.ts';
import { uniformAt } from '../schedule/random.ts';
import { noiseImageUrl } from './noise-image.ts';

type Workload = NonNullable<ChatProbeSpec['workload']>;

/** What one request asks. */
export interface Prompted {
  prompt: string;
  /** A PNG as a base64 data URL. */
  imageUrl?: string | undefined;
  maxTokens: number;
}

/** A token of English text in the tokenizers of today's models, on average. */
export const CHARS_A_TOKEN = 4;
const RAG_TOKENS = 2000;
const SEED = 0x5eed;

const SHORT_CHAT =
  'A friend who has never seen a satellite dish asks why it loses its link in heavy rain. Answer in four sentences that she can follow.';
const VOICE_TURN =
  'Hey, um, quick question. The road to the north camp, is it open today, and how long should I plan for the drive? Just a sentence or two please, I am at the wheel.';
const VISION =
  'Look at the picture. Say in two sentences whether it shows anything that can be recognised, and which colours are the most frequent.';
const CODE = `Continue the code below. Give the rest of the function alone, without an explanation.

type Reading = { station: string; atS: number; celsius: number };

/** Means of each station over windows of a fixed length, the earliest first; windows without a reading are left out. */
export function windowMeans(readings: readonly Reading[], windowS: number): Map<string, number[]> {
  const sums = new Map<string, { from: number; total: number; count: number }[]>();
  for (const { station, atS, celsius } of readings) {
    const from = Math.floor(atS / windowS) * windowS;
    const windows = sums.get(station) ?? [];
`;

const SUBJECTS = [
  'The dish on the mast',
  'The router in the hut',
  'The night crew',
  'The diesel generator',
  'The weather station',
  'The battery bank',
  'The survey drone',
  'The relay on the ridge',
];
const DEEDS = [
  'was checked by hand and found in order',
  'reported a fault that cleared by itself',
  'ran without a break',
  'was moved a few metres to the west',
  'lost contact while snow slid off the roof',
  'used more power than in the week before',
  'was restarted after an update',
  'sent its log with some delay',
];
const PLACES = ['at the north camp', 'near the river', 'on the ridge', 'beside the runway', 'in the valley'];

/** Instruction, numbered passages and a question, about 2,000 tokens: made by rule, always the same. */
function ragPrompt(): string {
  let draw = 0;
  const below = (limit: number) => Math.floor(uniformAt(SEED, 0, draw++) * limit);
  const sentence = () =>
    `${SUBJECTS[below(SUBJECTS.length)]} ${PLACES[below(PLACES.length)]} ${DEEDS[below(DEEDS.length)]} on day ${1 + below(30)}, from ${below(24)} h on, for ${2 + below(90)} minutes.`;
  const head =
    'Answer the question from the passages alone. Name the numbers of the passages that you used. Where they do not tell, say so.\n';
  const question =
    '\nQuestion: What happened to the relay on the ridge, on which days, and did anything else near it fail at the same time? Answer in one short paragraph.';
  let passages = '';
  for (let number = 1; passages.length + head.length + question.length < RAG_TOKENS * CHARS_A_TOKEN; number++)
    passages += `\n[${number}] ${Array.from({ length: 5 }, sentence).join(' ')}\n`;
  return head + passages + question;
}

const TEXTS: Record<Workload, () => string> = {
  'short-chat': () => SHORT_CHAT,
  rag: ragPrompt,
  'code-completion': () => CODE,
  vision: () => VISION,
  'voice-turn': () => VOICE_TURN,
};

/**
 * What request `seq` of a chat probe asks: its workload, or its own prompt where it
 * has none. `tag`: a text that differs from run to run, as two runs count alike.
 *
 * With `unique` a line that no other request has stands at the beginning and at the
 * end, and the image is another one. Servers keep the state of prompts and match
 * from the first token on: vLLM by hashes of blocks that take in the hash of the
 * block before (docs.vllm.ai, design/prefix_caching), llama.cpp by the common
 * prefix with what a slot holds (`cache_prompt`, tools/server/README.md), SGLang
 * by a radix tree (arXiv 2312.07104). A suffix alone would leave all of them
 * working. What a chat template puts before the prompt is still shared.
 *
 * The most tokens are the plan's, always: a workload's own number is a proposal of
 * the form, so that a plan says all that will be sent.
 */
export function promptFor(
  spec: Pick<ChatProbeSpec, 'prompt' | 'workload' | 'unique' | 'maxTokens'>,
  seq: number,
  tag: string,
): Prompted {
  const { workload, unique, maxTokens } = spec;
  const text = workload === undefined ? spec.prompt : TEXTS[workload]();
  const mark = `${tag}-${seq}`;
  return {
    prompt: unique ? `Request ${mark}.\n${text}\nEnd of request ${mark}.` : text,
    imageUrl: workload === 'vision' ? noiseImageUrl(unique ? seedOf(mark) : SEED) : undefined,
    maxTokens,
  };
}

/** Another number for nearly every text. */
function seedOf(text: string): number {
  let seed = SEED;
  for (let at = 0; at < text.length; at += 1) seed = Math.imul(seed ^ text.charCodeAt(at), 0x01000193);
  return seed;
}
