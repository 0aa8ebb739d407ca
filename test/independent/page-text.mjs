import { DASH, ms } from './formats.mjs';

export * from './formats.mjs';

/**
 * What one section of the report prints: `figuresOf` of test/e2e/page-figures.ts makes it.
 * @typedef {object} Section
 * @property {{ caption: string, head: string[], rows: string[][], titles: string[][] }[]} tables
 * @property {string[]} sentences
 * @property {string[][]} [definitions]
 */

/**
 * What no CSV holds: the page itself, what is typed into it, and what the plan says.
 * @typedef {object} Beside
 * @property {string} zone IANA name of the zone whose hours are local
 * @property {string} tab the probe whose tab is open
 * @property {PlanProbe[]} probes as in the plan
 * @property {Record<string, number>} typed numbers typed into the page, by the key of their field
 * @property {string} [currency]
 * @property {number} [startEpochMs] of the campaign; without it the first due time
 * @property {number} [endEpochMs] of the campaign; without it the last due time
 * @property {Record<string, Section>} sections by the text of their headings
 */

/**
 * @typedef {object} PlanProbe
 * @property {string} name
 * @property {string} kind
 * @property {number} timeoutMs of merged campaigns the shortest, or 0 where it is not known
 * @property {number} [intervalMs] without it the median step of the samples
 * @property {string} [role]
 * @property {boolean} [mixed] of merged campaigns that are not known to have asked at one interval
 * @property {boolean} [hasBody] sends a body, or waits for an answer of its own to each message
 */

/** @typedef {import('./findings.mjs').Finding} Finding */
/** @typedef {import('./formats.mjs').Format} Format */

/**
 * Compares what is printed with a number made here. `slack`: how far the rounding of the exported
 * samples may have moved it.
 * @param {string} where
 * @param {string | undefined} printed
 * @param {number | undefined} value
 * @param {Format} [format]
 * @param {number} [slack]
 * @returns {Finding}
 */
export function matches(where, printed = 'nothing', value, format = ms, slack = 0) {
  const known = value !== undefined && !Number.isNaN(value);
  const again = known ? format(value) : DASH;
  const either = known && [value - slack, value + slack].some((other) => format(other) === printed);
  return { where, printed, again, agrees: printed === again || either };
}

/**
 * Compares a printed text with one made here.
 * @param {string} where
 * @param {string | undefined} printed
 * @param {string} again
 * @returns {Finding}
 */
export function reads(where, printed = 'nothing', again) {
  return { where, printed, again, agrees: printed === again };
}

/**
 * Compares a printed number that chance has a part in with the range in which it has to lie.
 * Half of its last digit is given to its rounding.
 * @param {string} where
 * @param {string | undefined} printed
 * @param {number} low
 * @param {number} high
 * @returns {Finding}
 */
export function within(where, printed = 'nothing', low, high) {
  const [value, half] = numberOf(printed);
  const again = `${low.toPrecision(5)} to ${high.toPrecision(5)}`;
  return { where, printed, again, agrees: value + half >= low && value - half <= high };
}

/**
 * The number in a printed text, and half of its last digit.
 * @param {string} text
 * @returns {[number, number]}
 */
export function numberOf(text) {
  const digits = /-?[\d,]+(\.\d+)?/.exec(text)?.[0].replaceAll(',', '') ?? 'none';
  const decimals = digits.split('.')[1]?.length ?? 0;
  return [Number(digits), 0.5 * 10 ** -decimals * (1 + 1e-9)];
}

/**
 * The parts of the first sentence that a pattern finds; nothing where none does.
 * @param {Section} section
 * @param {RegExp} pattern
 * @returns {(string | undefined)[]}
 */
export function partsOf({ sentences }, pattern) {
  for (const sentence of sentences) {
    const found = pattern.exec(sentence);
    if (found !== null) return found.slice(1);
  }
  return [];
}

/**
 * The rows of a table by the text of their first cell.
 * @param {Section} section
 * @param {string} caption
 * @returns {Map<string, string[]>}
 */
export function rowsOf({ tables }, caption) {
  const rows = tables.find((table) => table.caption === caption)?.rows ?? [];
  return new Map(rows.map(([head = '', ...cells]) => [head, cells]));
}

/**
 * Compares a printed text with one made here of numbers that rounding may have moved by `slack`.
 * @param {string} where
 * @param {string | undefined} printed
 * @param {(off: number) => string} make
 * @param {number} slack
 * @returns {Finding}
 */
export function readsAny(where, printed = 'nothing', make, slack) {
  const agrees = [0, -slack, slack].some((off) => make(off) === printed);
  return { where, printed, again: make(0), agrees };
}
