import { contents, DONE, ROLE, STOP, usage } from './events.ts';
import { type Piece, paced, type Route, type StreamScript } from './script.ts';

/** The answer that all traps are variations of: the role at once, then five tokens, one each 30 ms. */

export const FIRST_MS = 80;
export const GAP_MS = 30;
export const WORDS = contents('The', ' dish', ' looks', ' up', '.');
export const TOKENS = WORDS.length;
/** What follows the last token, in one piece with nothing else. */
export const TAIL = STOP + usage(TOKENS) + DONE;
const LAST_MS = FIRST_MS + TOKENS * GAP_MS;
/** Late enough for all pieces to have been read. */
export const RESET_MS = LAST_MS + GAP_MS;

/** All of it; `change` is applied to the text of each piece. */
export const usual = (change: (text: string) => string = (text) => text): Piece[] => [
  { atMs: 0, text: change(ROLE) },
  ...paced(WORDS.map(change), FIRST_MS, GAP_MS),
  { atMs: LAST_MS, text: change(TAIL) },
];

/** Role and tokens, and then what is given, at once. */
export const words = (...then: string[]): Piece[] => [
  { atMs: 0, text: ROLE },
  ...paced(WORDS, FIRST_MS, GAP_MS),
  ...paced(then, LAST_MS, 0),
];

/** The role, these pieces from the first moment on, and the end. */
export const between = (texts: readonly string[], tail: string): Piece[] => [
  { atMs: 0, text: ROLE },
  ...paced([...texts, tail], FIRST_MS, GAP_MS),
];

/** The same answer to every request. */
export const plays = (pieces: readonly Piece[], rest: Partial<StreamScript> = {}): Route => [
  { script: { ...rest, pieces } },
];

/** A whole answer in JSON. */
export const refusal = (status: number, body: object, rest: Partial<StreamScript> = {}): StreamScript => ({
  status,
  contentType: 'application/json',
  framing: 'length',
  ...rest,
  pieces: [{ atMs: 0, text: JSON.stringify(body) }],
});
