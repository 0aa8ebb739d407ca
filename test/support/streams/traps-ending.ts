import { DONE, event, STOP, usage } from './events.ts';
import type { Route } from './script.ts';
import { FIRST_MS, plays, RESET_MS, TAIL, TOKENS, usual, words } from './usual.ts';

/** How an answer ends, and how it seems to. */
export const ENDING_TRAPS: Readonly<Record<string, Route>> = {
  '/truncated': plays(words()),
  '/truncated-at-once': plays([]),
  '/truncated-in-event': plays(words('data: {"id":"chatcmpl-test-1","obj')),
  '/truncated-fin': plays(words(), { ending: 'fin' }),
  '/truncated-reset': plays(words(), { ending: 'reset', endAtMs: RESET_MS }),
  '/no-done': plays(words(STOP, usage(TOKENS))),
  '/fin-after-done': plays(words(TAIL), { ending: 'fin', endAtMs: RESET_MS }),
  '/reset-after-done': plays(words(TAIL), { ending: 'reset', endAtMs: RESET_MS }),
  '/done-open': plays(words(TAIL), { ending: 'open' }),
  '/finish-open': plays(words(STOP), { ending: 'open' }),
  '/stall': plays(words(), { ending: 'open' }),
  '/hang': plays([], { ending: 'open' }),
  '/until-close': plays(usual(), { framing: 'close' }),

  '/error-after-200': plays(words(event('{"error":{"message":"out of memory","code":500}}'), DONE)),
  '/error-first': plays([{ atMs: 0, text: event('{"error":{"message":"no such model"}}') }]),
  '/error-event': plays(words('event: error\ndata: {"message":"overloaded"}\n\n')),
  '/whole-answer': plays(
    [{ atMs: FIRST_MS, text: '{"choices":[{"message":{"role":"assistant","content":"The dish."}}]}' }],
    { contentType: 'application/json' },
  ),
  '/web-page': plays([{ atMs: 0, text: '<!doctype html><h1>It works</h1>' }], { contentType: 'text/html' }),
};
