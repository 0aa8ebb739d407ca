import { chunk, contents, DONE, ROLE, STOP, usage, usageOf } from './events.ts';
import { paced, type Route } from './script.ts';
import { between, FIRST_MS, GAP_MS, plays, TAIL, TOKENS, usual, WORDS, words } from './usual.ts';

const REASONING = [' The', ' sky', '?'];
const reasoned = (field: string): Route =>
  plays(
    between(
      [...REASONING.map((text) => chunk({ [field]: text })), ...WORDS],
      STOP + usage(REASONING.length + TOKENS) + DONE,
    ),
  );

/** What is a token, and what is none. */
export const CONTENT_TRAPS: Readonly<Record<string, Route>> = {
  '/plain': plays(usual()),
  '/role-only': plays([{ atMs: 0, text: ROLE }, ...paced([...WORDS, TAIL], 300, GAP_MS)]),
  '/role-null': plays(usual((text) => text.replace('"content":""', '"content":null'))),
  '/reasoning-content': reasoned('reasoning_content'),
  '/reasoning': reasoned('reasoning'),

  '/many-tokens': plays(
    between(contents('The dish looks', ' up and the beam', ' comes down.'), STOP + usage(12) + DONE),
  ),
  '/many-chunks': plays(between([WORDS.slice(0, 3).join(''), WORDS.slice(3).join('')], TAIL)),
  /** A reader sees one moment for all that there is. */
  '/one-write': plays([{ atMs: FIRST_MS, text: ROLE + WORDS.join('') + TAIL }]),

  '/no-usage': plays(words(STOP, DONE)),
  '/usage-with-finish': plays(words(chunk({}, 'stop', { usage: usageOf(TOKENS) }), DONE)),
  /** As with vLLM's `continuous_usage_stats`: the last count is the one. */
  '/usage-each-chunk': plays(
    between(
      ['The', ' dish', ' looks'].map((content, index) =>
        chunk({ content }, null, { usage: usageOf(index + 1) }),
      ),
      chunk({}, 'stop', { usage: usageOf(3) }) + DONE,
    ),
  ),
};
