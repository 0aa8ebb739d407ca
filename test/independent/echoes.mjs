import { stallsOf } from './echo-stalls.mjs';
import { isAnswered, rowsOfProbe } from './link-samples.mjs';
import {
  count,
  DASH,
  lasting,
  matches,
  plural,
  reads,
  readsAny,
  seconds,
  share,
  utcText,
} from './page-text.mjs';

/** @typedef {import('./csv.mjs').Row} Row */
/** @typedef {import('./echo-stalls.mjs').Stall} Stall */

const STALLS = 'Did messages wait for others?';
/** What the rounding of the exported samples may add to a wait, in ms. */
const ROUNDED = 0.001;

/**
 * The messages of the open WebSocket probe: lost, late, out of order, and those that waited for others.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkEchoes({ samples, beside }) {
  const section = beside?.sections[STALLS];
  if (beside === undefined || section === undefined) return { findings: [], unchecked: [] };
  const rows = rowsOfProbe(samples, beside.tab);
  const stalls = stallsOf(rows);
  const longest = [...stalls].sort((a, b) => b.lastedMs - a.lastedMs).slice(0, 20);
  const table = section.tables[0]?.rows ?? [];
  const told = longest.some(({ way }) => way !== '');
  const findings = [
    readsAny(
      'echoes held',
      section.sentences[0],
      (off) => stallWords(stalls, rows.filter(isAnswered).length, off),
      ROUNDED,
    ),
    reads('echoes', section.sentences[1], echoWords(rows)),
    reads('stalls listed', count(table.length), count(longest.length)),
    ...longest.flatMap(({ startMs, lastedMs, held, way }, i) => {
      const [start, lasted, messages, where] = table[i] ?? [];
      return [
        readsAny(`stall ${i + 1} start`, start, (off) => utcText(startMs + off), ROUNDED),
        matches(`stall ${i + 1} lasted`, lasted, lastedMs, lasting, ROUNDED),
        reads(`stall ${i + 1} held`, messages, plural(held, 'message')),
        ...(told ? [reads(`stall ${i + 1} where`, where, way === '' ? DASH : way)] : []),
      ];
    }),
  ];
  return { findings, unchecked: [] };
}

/** @param {Row[]} rows */
function echoWords(rows) {
  const of = (/** @type {string} */ outcome) => rows.filter((row) => row.outcome === outcome).length;
  const [lost, late] = [of('timeout'), of('late')];
  const known = of('ok') + late + lost;
  // What failed otherwise, or was skipped, never was sent.
  const broken = rows.filter(({ outcome, error }) => outcome === 'failed' && error === 'aborted').length;
  const reordered = rows.filter((row) => row.reordered === 'true').length;
  if (known + broken === 0) return 'No message was sent.';
  if (known === 0)
    return `Whether any of ${plural(broken, 'message')} was lost is not known: the connection broke under all of them.`;
  const losses =
    lost === 0
      ? `None of ${plural(known, 'message')} was lost`
      : `${count(lost)} of ${plural(known, 'message')} lost (${share(lost / known)}): no echo came, not even late`;
  const lates =
    late === 0 ? 'No echo came late' : `${count(late)} echo${late === 1 ? '' : 'es'} came after the timeout`;
  const atMost = share((lost + broken) / (known + broken));
  const cut =
    broken === 0
      ? ''
      : broken === 1
        ? ` 1 more was under way when the connection broke, and whether it was lost is not known: counted as lost, it would make it ${atMost}.`
        : ` ${count(broken)} more were under way when the connection broke, and whether they were lost is not known: counted as lost, they would make it ${atMost}.`;
  return `${losses} (round-trip loss, RFC 6673).${cut} ${lates}, ${reordered === 0 ? 'none' : count(reordered)} out of order (RFC 4737).`;
}

/** @param {Stall[]} stalls @param {number} answered @param {number} off */
function stallWords(stalls, answered, off) {
  const [worst] = [...stalls].sort((a, b) => b.lastedMs - a.lastedMs);
  if (worst === undefined) return 'No head-of-line stall: no message was seen to wait behind another.';
  const held = stalls.reduce((sum, stall) => sum + stall.held, 0);
  const most = `held ${plural(worst.held, 'message')} for ${lasting(worst.lastedMs + off)}`;
  const first =
    stalls.length === 1
      ? `1 head-of-line stall: it ${most}.`
      : `${count(stalls.length)} head-of-line stalls, ${seconds((unionMs(stalls) + off) / 1000)} in all; the longest ${most}.`;
  return `${first} ${count(held)} messages (${share(held / answered)} of the answered) were held. While one message was held up, all behind it waited.`;
}

/** Time in which anything stood still. @param {Stall[]} stalls */
function unionMs(stalls) {
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { startMs, lastedMs } of [...stalls].sort((a, b) => a.startMs - b.startMs)) {
    sum += Math.max(0, startMs + lastedMs - Math.max(end, startMs));
    end = Math.max(end, startMs + lastedMs);
  }
  return sum;
}
