import { gapsOf } from './answer-stalls.mjs';
import { quantile, valuesOf } from './link-samples.mjs';
import { count, lasting, matches, ms, partsOf, rowsOf } from './page-text.mjs';

/** @typedef {import('./csv.mjs').Row} Row */
/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */

const ROUNDED = 0.0005;
/** 238 words a minute, 1.3 tokens a word. */
const MS_PER_TOKEN = 60_000 / (238 * 1.3);
const COUNTS = [
  ['Tokens of the answer', 'tokens_out'],
  ['Tokens of the prompt', 'tokens_in'],
  ['Chunks', 'chunks'],
  ['Reads', 'reads'],
  ['Events', 'events'],
  ['Keep-alives', 'keep_alives'],
];

/**
 * How long one who reads along waits, in ms.
 * @param {Row} row
 */
function readerWait(row) {
  const first = Number(row.ttft_ms);
  const output = row.ttfo_ms === '' ? first : Number(row.ttfo_ms);
  const gaps = gapsOf(row);
  const chunks = gaps.length + 1;
  const perChunk = ((row.tokens_out === '' ? chunks : Number(row.tokens_out)) / chunks) * MS_PER_TOKEN;
  let at = first;
  const arrivals = [first, ...gaps.map((gap) => (at += gap))];
  // The output begins with the chunk that came at that time.
  const begin = arrivals.findIndex((arrival) => arrival >= output - 0.5);
  let [wait, readUntil] = [output, output + perChunk];
  for (const arrival of begin < 0 ? [] : arrivals.slice(begin + 1)) {
    wait += Math.max(0, arrival - readUntil);
    readUntil = Math.max(readUntil, arrival) + perChunk;
  }
  return wait;
}

/** @param {Section} section @param {Row[]} answers @returns {Finding[]} */
export function checkReader(section, answers) {
  const timed = answers.filter((row) => row.ttft_ms !== '');
  const waits = timed.map(readerWait);
  const table = rowsOf(section, 'Figures of an answer');
  // A hundred gaps, each rounded, add up.
  const slack = 0.05;
  const [half, most] = [quantile(waits, 0.5), quantile(waits, 0.95)];
  const [printedHalf] = partsOf(section, /at most (\S+ \S+?),? in half of the answers/);
  const [printedMost] = partsOf(section, /at most (\S+ \S+?) in 95 %/);
  const [guessed] = partsOf(section, /In ([\d,]+) answers? without a count of tokens/);
  const [speed] = partsOf(section, /\(some ([\d.]+) tokens a second\)/);
  const uncounted = timed.filter((row) => row.tokens_out === '').length;
  const reading = table.get('A reader waits') ?? [];
  const speeds = valuesOf(answers, 'tokens_per_s');
  const slow = quantile(
    speeds.map((value) => -value),
    0.95,
  );
  const rate = table.get('Tokens a second') ?? [];
  return [
    matches('reader speed', speed, 1000 / MS_PER_TOKEN, (value) => value.toFixed(1)),
    ...(half === undefined ? [] : [matches('reader in words, half', printedHalf, half, lasting, slack)]),
    ...(most === undefined ? [] : [matches('reader in words, 95 %', printedMost, most, lasting, slack)]),
    ...(uncounted === 0 ? [] : [matches('reader without tokens', guessed, uncounted, count)]),
    ...(waits.length === 0
      ? []
      : [
          matches('reader median', reading[0], half, lasting, slack),
          matches('reader slowest', reading[1], most, lasting, slack),
          matches('reader answers', reading[2], waits.length, count),
        ]),
    ...(speeds.length === 0
      ? []
      : [
          matches(
            'tokens a second median',
            rate[0],
            opposite(
              quantile(
                speeds.map((value) => -value),
                0.5,
              ),
            ),
            ms,
            ROUNDED,
          ),
          matches('tokens a second slowest', rate[1], opposite(slow), ms, ROUNDED),
          matches('tokens a second answers', rate[2], speeds.length, count),
        ]),
    ...COUNTS.flatMap(([name = '', column = '']) => {
      const values = valuesOf(answers, column);
      const cells = table.get(name) ?? [];
      if (values.length === 0) return [];
      return [
        matches(`answer ${name} median`, cells[0], quantile(values, 0.5), count),
        matches(`answer ${name} answers`, cells[2], values.length, count),
      ];
    }),
  ];
}

/** @param {number | undefined} value */
const opposite = (value) => (value === undefined ? undefined : -value);
