import { chunkJson, DONE, event, ROLE, STOP, usage } from './events.ts';
import { type Piece, paced, type Route } from './script.ts';
import { FIRST_MS, GAP_MS, plays, TAIL, usual, WORDS } from './usual.ts';

/** Characters of two, three, four and two bytes of UTF-8. */
const ODD_CHARACTERS = '\u00e9\u2603\u{1f6f0}\u00df';

/** One chunk in pieces: cut before the odd characters and after each of their bytes. */
function splitCharacters(): Piece[] {
  const [before = '', after = ''] = event(chunkJson({ content: '#' })).split('#');
  const odd = [...new TextEncoder().encode(ODD_CHARACTERS)];
  const parts: Piece[] = [
    { atMs: FIRST_MS, text: before },
    ...odd.map((byte, index) => ({ atMs: FIRST_MS + (1 + index) * GAP_MS, bytes: [byte] })),
    { atMs: FIRST_MS + (1 + odd.length) * GAP_MS, text: after + STOP + usage(4) + DONE },
  ];
  return [{ atMs: 0, text: ROLE }, ...parts];
}

/** The CR of each line end comes at the end of one piece and its LF at the start of the next. */
const splitLineEnds = (): Piece[] =>
  paced((ROLE + WORDS.join('') + TAIL).replaceAll('\n', '\r\n').split(/(?<=\r)(?=\n)/), FIRST_MS, 5);

/** Liberties that the HTML Standard (server-sent events) gives, and where reads may fall. */
export const FORM_TRAPS: Readonly<Record<string, Route>> = {
  '/crlf': plays(usual((text) => text.replaceAll('\n', '\r\n'))),
  '/cr': plays(usual((text) => text.replaceAll('\n', '\r'))),
  '/crlf-split': plays(splitLineEnds()),
  '/no-space': plays(usual((text) => text.replaceAll('data: ', 'data:'))),
  '/byte-order-mark': plays([{ atMs: 0, bytes: [0xef, 0xbb, 0xbf] }, ...usual()]),
  '/two-data-lines': plays(usual((text) => text.replaceAll(',"choices"', ',\ndata: "choices"'))),
  '/other-fields': plays(usual((text) => text.replaceAll('data: {', 'id: 7\nretry: 100\ndata: {'))),
  '/utf8-split': plays(splitCharacters()),
  '/comments': plays([
    ...paced([': ping\n\n', ':\n\n', ': ping\n'], 0, 20),
    { atMs: FIRST_MS, text: ROLE },
    ...WORDS.flatMap((text, index) => [
      { atMs: FIRST_MS + index * GAP_MS, text: ': still here\n\n' },
      { atMs: FIRST_MS + index * GAP_MS + GAP_MS / 2, text },
    ]),
    { atMs: FIRST_MS + WORDS.length * GAP_MS, text: `: bye\n\n${TAIL}` },
  ]),
  /** Events of another type, as gateways pass them on from Anthropic: no chunk, and no fault. */
  '/ping-events': plays([
    ...paced(['event: ping\ndata: {"type":"ping"}\n\n'], 0, 0),
    ...usual((text) => text + event('{"type":"ping"}').replace('data', 'event: ping\ndata')),
  ]),
};
