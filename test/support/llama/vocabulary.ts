/** Token classes of `tokenizer.ggml.token_type` (GGUF specification). */
const KIND = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

export const UNKNOWN_TOKEN = 0;
export const START_TOKEN = 1;
export const END_TOKEN = 2;

export interface Vocabulary {
  pieces: string[];
  scores: number[];
  kinds: number[];
  /** By token: whether the model may say it. The others exist to read prompts. */
  spoken: boolean[];
}

/** How a SentencePiece vocabulary writes a space. */
const SPACE = '\u2581';
const CONSONANTS = [...'bcdfghjklmnprstvwz'];
/** Letters outside ASCII are among them, so that answers hold characters of more than one byte. */
const VOWELS = [...'aeiou\u00e5\u00e9\u00f6'];
const SPOKEN_MARKS = ['.', ',', '?'];

/**
 * A SentencePiece-style vocabulary of `size` tokens: three special ones, all 256
 * bytes (so that any prompt has tokens), the characters, and made-up words of two
 * syllables whose parts are tokens too, as the tokenizer's pairwise merging needs.
 * `random` gives numbers from 0 to 1.
 */
export function makeVocabulary(size: number, random: () => number): Vocabulary {
  const words: Vocabulary = { pieces: [], scores: [], kinds: [], spoken: [] };
  const known = new Set<string>();
  const add = (piece: string, kind: number, spoken: boolean): void => {
    if (known.has(piece) || words.pieces.length >= size) return;
    known.add(piece);
    words.scores.push(kind === KIND.normal ? -words.pieces.length : 0);
    words.pieces.push(piece);
    words.kinds.push(kind);
    words.spoken.push(spoken);
  };
  add('<unk>', KIND.unknown, false);
  add('<s>', KIND.control, false);
  add('</s>', KIND.control, false);
  for (let byte = 0; byte < 256; byte++) {
    add(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, KIND.byte, false);
  }
  add(SPACE, KIND.normal, false);
  for (let code = 0x21; code < 0x7f; code++) {
    const character = String.fromCharCode(code);
    add(character, KIND.normal, SPOKEN_MARKS.includes(character));
  }
  for (const vowel of VOWELS) add(vowel, KIND.normal, false);
  const syllables = CONSONANTS.flatMap((consonant) => VOWELS.map((vowel) => consonant + vowel));
  for (const syllable of syllables) add(syllable, KIND.normal, true);
  const pick = (): string => syllables[Math.floor(random() * syllables.length)] ?? 'ba';
  while (words.pieces.length < size) {
    const word = pick() + pick();
    add(word, KIND.normal, true);
    add(SPACE + word, KIND.normal, true);
  }
  return words;
}
