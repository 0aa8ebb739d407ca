/**
 * One number that was made again.
 * @typedef {object} Finding
 * @property {string} where `recording response ok p99`
 * @property {string} printed as the app exported it; empty: not to be told
 * @property {string} again as it comes out here
 * @property {boolean} agrees
 */

/**
 * What a check returns.
 * @typedef {object} Checked
 * @property {Finding[]} findings
 * @property {string[]} unchecked columns for which nothing here makes the number again
 * @property {Figure[]} [figures] numbers of the report that no exported file holds
 */

/**
 * A number of the report as it comes out here. Shares lie between 0 and 1, moments are ms
 * since 1970.
 * @typedef {object} Figure
 * @property {string} where `link mtbf`
 * @property {'share' | 's' | 'ms' | 'count' | 'number' | 'utc' | 'text'} unit
 * @property {number | string | undefined} value nothing: not to be told
 * @property {number} [slack] how far the rounding of the exported times may have moved it
 * @property {boolean} [over] a lower bound
 */

/**
 * The exports of one campaign, read.
 * @typedef {object} Tables
 * @property {import('./csv.mjs').Row[]} samples
 * @property {import('./csv.mjs').Row[]} percentiles
 * @property {import('./csv.mjs').Row[]} outages
 * @property {import('./profiles.mjs').Plan} [plan] tells what no CSV does: limits, targets, roles of probes
 * @property {import('./page-text.mjs').Beside} [beside] the page, and what no CSV holds
 */

/**
 * A number as the app prints it: three decimals, `inf`, nothing.
 * @param {number | undefined} value
 */
export function printed(value) {
  if (value === undefined) return '';
  return value === Number.POSITIVE_INFINITY ? 'inf' : value.toFixed(3);
}

/**
 * Compares to the printed digit. `slack`: how far the rounding of the exported samples may
 * have moved the number, so that a value that lies on the edge of two digits may show either.
 * @param {string} where
 * @param {string} text
 * @param {number | undefined} value
 * @param {number} [slack]
 * @returns {Finding}
 */
export function compare(where, text, value, slack = 0) {
  const again = printed(value);
  const either = value !== undefined && (text === printed(value - slack) || text === printed(value + slack));
  return { where, printed: text, again, agrees: text === again || either };
}
