import { isBlind } from './blind.mjs';
import { isAnswered, rowsOfProbe } from './link-samples.mjs';
import { spanOf } from './observed.mjs';
import { bytes, count, DASH, matches, partsOf, reads, rowsOf, share } from './page-text.mjs';
import { AGAINST_LINK } from './silence-figures.mjs';

const COST = 'What does it cost?';
const HOURS_PER_MONTH = 730.5;

/**
 * An amount: none decimals from 1,000 on, two from 1 on, three digits under it.
 * @param {number} amount
 */
function money(amount) {
  if (amount === 0 || amount >= 1000) return count(amount);
  if (amount >= 1) return amount.toFixed(2);
  const digits = 2 - Math.floor(Math.log10(amount));
  return amount.toFixed(Math.min(15, digits)).replace(/0+$/, '').replace(/\.$/, '');
}

/** Bytes of one: without a unit larger than a byte under 10,000. @param {number} each */
const each = (each) => (each < 10_000 ? `${count(each)} B` : bytes(each));

/**
 * The table of costs, and the price of an hour in which the link was there.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkCost({ samples, outages, beside }) {
  const section = beside?.sections[COST];
  if (beside === undefined || section === undefined) return { findings: [], unchecked: [] };
  const { perMonth, perGB, requestsPerMonth } = beside.typed;
  const currency = beside.currency ?? '';
  const price = (/** @type {number} */ amount) => `${money(amount)} ${currency}`.trim();
  const { observedS, availableShare, isUntold } = timesOf(samples, outages, beside);
  const rows = rowsOf(section, 'Cost of requests and tokens');
  const findings = beside.probes
    .filter(({ role }) => role !== 'control')
    .flatMap(({ name }) => {
      const traffic = trafficOf(rowsOfProbe(samples, name));
      const { answered, moved, tokens, tokenBytes } = traffic;
      const monthly = requestsPerMonth ?? (answered / observedS) * 3600 * HOURS_PER_MONTH;
      const ofMonth = perMonth === undefined || answered === 0 ? undefined : perMonth / monthly;
      const ofTraffic =
        perGB === undefined || answered === 0 || moved === 0 ? undefined : (perGB * moved) / answered / 1e9;
      const isWhole =
        (perMonth === undefined) === (ofMonth === undefined) &&
        (perGB === undefined) === (ofTraffic === undefined);
      const request =
        isWhole && (perMonth ?? perGB) !== undefined ? (ofMonth ?? 0) + (ofTraffic ?? 0) : undefined;
      const cells = rows.get(name) ?? [];
      return [
        moved === 0 || answered === 0
          ? reads(`cost ${name} bytes of a request`, cells[0], DASH)
          : matches(`cost ${name} bytes of a request`, cells[0], moved / answered, each),
        matches(`cost ${name} a request`, cells[1], request, price, (request ?? 0) * 1e-6),
        matches(`cost ${name} traffic of 1,000`, cells[2], ofTraffic && 1000 * ofTraffic, price),
        tokens === 0
          ? reads(`cost ${name} bytes of a token`, cells[3], DASH)
          : matches(`cost ${name} bytes of a token`, cells[3], tokenBytes / tokens, each),
        matches(
          `cost ${name} a million tokens`,
          cells[4],
          perGB === undefined || tokens === 0 ? undefined : (perGB * tokenBytes * 1e6) / tokens / 1e9,
          price,
        ),
      ];
    });
  const dear = availableShare > 0 && !isUntold;
  if (perMonth !== undefined && dear) {
    const [hour, available] = partsOf(
      section,
      /link was there costs (.+): ([<>]? ?[\d.]+ %) is the availability/,
    );
    findings.push(
      matches('cost of an available hour', hour, perMonth / (HOURS_PER_MONTH * availableShare), price, 1e-6),
      matches('available share', available, availableShare, share, 1e-6),
    );
  } else if ((perMonth ?? perGB) !== undefined) {
    const why =
      perMonth === undefined
        ? 'Without the price of a month, an hour has no price.'
        : isUntold || Number.isNaN(availableShare)
          ? 'No availability of the link is known, so an hour in which it was there has no price.'
          : 'The link was never there, so an hour in which it was has no price.';
    findings.push(reads('cost of an available hour', section.sentences[0], why));
  }
  return { findings, unchecked: [] };
}

/**
 * Traffic of a probe, warm-up requests left out.
 * @param {import('./csv.mjs').Row[]} rows
 */
function trafficOf(rows) {
  let [answered, moved, tokens, tokenBytes] = [0, 0, 0, 0];
  for (const row of rows) {
    if (row.outcome === 'unmeasured') continue;
    const own = Number(row.bytes_up) + Number(row.bytes_down);
    moved += own;
    if (!isAnswered(row)) continue;
    answered += 1;
    tokens += Number(row.tokens_out);
    if (Number(row.tokens_out) > 0) tokenBytes += own;
  }
  return { answered, moved, tokens, tokenBytes };
}

/**
 * Observed time in s, the share of it in which the link was there, and whether the probes asked too seldom to tell.
 * @param {import('./csv.mjs').Row[]} samples
 * @param {import('./csv.mjs').Row[]} outages
 * @param {import('./page-text.mjs').Beside} beside
 */
function timesOf(samples, outages, { startEpochMs, endEpochMs, probes }) {
  const dues = samples.map(({ due_epoch_ms }) => Number(due_epoch_ms));
  const start = dues.reduce((least, due) => Math.min(least, due), startEpochMs ?? Number.POSITIVE_INFINITY);
  const last = dues.reduce((most, due) => Math.max(most, due), Number.NEGATIVE_INFINITY);
  const end = Math.max(last, endEpochMs ?? last);
  const secondsOf = (/** @type {(row: import('./csv.mjs').Row) => boolean} */ isWanted) =>
    outages.filter(isWanted).reduce((sum, { start_utc = '', end_utc = '' }) => {
      const [from, to] = [Math.max(start, Date.parse(start_utc)), Math.min(end, Date.parse(end_utc))];
      return sum + Math.max(0, to - from) / 1000;
    }, 0);
  const observedS = (end - start) / 1000 - secondsOf(({ kind }) => kind === 'unmeasured');
  const isOutage =
    (/** @type {string[]} */ causes) =>
    (/** @type {import('./csv.mjs').Row} */ { kind, cause = '' }) =>
      kind === 'outage' && causes.includes(cause);
  // What hid the link says nothing of it.
  const linkS = observedS - secondsOf(isOutage(['local']));
  const isUntold = isBlind(
    probes.filter(({ role }) => role !== 'control'),
    (name) => rowsOfProbe(samples, name),
    outages.filter(({ kind }) => kind === 'unmeasured').map(spanOf),
    { from: start / 1000, to: end / 1000 },
  );
  const availableShare = Math.max(0, linkS - secondsOf(isOutage(AGAINST_LINK))) / linkS;
  return { observedS, availableShare, isUntold };
}
