/**
 * An interval of time, in seconds since 1970.
 * @typedef {{ from: number, to: number }} Span
 */

/**
 * @param {import('./csv.mjs').Row} row with a start and an end
 * @returns {Span}
 */
export const spanOf = ({ start_utc = '', end_utc = '' }) => ({
  from: Date.parse(start_utc) / 1000,
  to: Date.parse(end_utc) / 1000,
});

/**
 * Spans without overlap, in order, none outside of `range`.
 * @param {Span[]} spans
 * @param {Span} range
 */
export function merged(spans, range) {
  /** @type {Span[]} */
  const found = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const next = { from: Math.max(from, range.from), to: Math.min(to, range.to) };
    const last = found.at(-1);
    if (next.to <= next.from) continue;
    if (last !== undefined && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else found.push(next);
  }
  return found;
}

/** @param {Span[]} spans without overlap */
export const lengthOf = (spans) => spans.reduce((sum, { from, to }) => sum + to - from, 0);

/**
 * Seconds of a span in which nothing of `holes` lies.
 * @param {Span} span
 * @param {Span[]} holes
 */
export const outside = (span, holes) => span.to - span.from - lengthOf(merged(holes, span));

/**
 * Time that was measured: from the start to the end of the campaign, without unmeasured rows.
 * @param {import('./csv.mjs').Row} facts a row of the percentiles CSV
 * @param {import('./csv.mjs').Row[]} outages
 */
export function observedSeconds(facts, outages) {
  return outside(spanOf(facts), outages.filter(({ kind }) => kind === 'unmeasured').map(spanOf));
}
