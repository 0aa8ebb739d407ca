import { isAnswered, lowerMedian, valuesOf } from './link-samples.mjs';

/** @typedef {import('./csv.mjs').Row} Row */

const WAYS = { up: 'on the way to the server', down: 'on the way back', both: 'on both ways' };

/**
 * @typedef {object} Stall
 * @property {number} startMs epoch
 * @property {number} lastedMs
 * @property {number} held messages
 * @property {string} way in words; empty where the server gives no times
 */

/**
 * What is usual for an echo probe: the median service time of the answered. Nothing with fewer than 10.
 * @param {Row[]} rows
 */
export function usualService(rows) {
  const services = valuesOf(rows, 'service_ms');
  return services.length < 10 ? undefined : lowerMedian(services);
}

/**
 * The head-of-line stalls of an echo probe, as docs/statistics.md defines them.
 * @param {Row[]} rows without warm-up
 * @returns {Stall[]}
 */
export function stallsOf(rows) {
  const usual = usualService(rows);
  if (usual === undefined) return [];
  const [usualUp, usualDown] = ['owd_up_var_ms', 'owd_down_var_ms'].map((column) =>
    lowerMedian(valuesOf(rows, column)),
  );
  /** @type {Message[][]} */
  const runs = [];
  /** @type {Message[]} */
  let run = [];
  for (const row of rows) {
    if (row.outcome === 'failed' || row.outcome === 'unmeasured') run = [];
    if (!isAnswered(row)) continue;
    const message = messageOf(row);
    const [head] = run;
    if (head !== undefined && isBehind(head, message, usual)) run.push(message);
    else {
      run = message.waited >= usual + Math.max(50, usual) ? [message] : [];
      if (run.length > 0) runs.push(run);
    }
  }
  return runs
    .filter((each) => (each.at(-1)?.sent ?? 0) - (each[0]?.sent ?? 0) >= 20)
    .map((each) => ({
      startMs: each[0]?.sent ?? 0,
      lastedMs: each[0]?.waited ?? 0,
      held: each.length,
      way: wayOf(
        each.reduce((sum, { up }) => sum + Math.max(0, up - (usualUp ?? Number.NaN)), 0),
        each.reduce((sum, { down }) => sum + Math.max(0, down - (usualDown ?? Number.NaN)), 0),
      ),
    }));
}

/** @typedef {{ sent: number, came: number, waited: number, up: number, down: number }} Message */

/** @param {Row} row @returns {Message} */
function messageOf({
  due_epoch_ms,
  late_ms,
  response_ms,
  owd_up_var_ms: up = '',
  owd_down_var_ms: down = '',
}) {
  const [due, late, response] = [Number(due_epoch_ms), Number(late_ms), Number(response_ms)];
  const known = (/** @type {string} */ text) => (text === '' ? Number.NaN : Number(text));
  return {
    sent: due + late,
    came: due + response,
    waited: response - late,
    up: known(up),
    down: known(down),
  };
}

/** @param {Message} head @param {Message} message @param {number} usual */
function isBehind(head, message, usual) {
  const after = message.sent - head.sent;
  const later = message.came - head.came;
  return (
    after >= 0 && later >= -5 && later <= 5 + after / 4 && message.waited > usual + Math.max(5, usual / 4)
  );
}

/** @param {number} up @param {number} down */
function wayOf(up, down) {
  if (!(up + down > 0)) return '';
  if (up >= 0.8 * (up + down)) return WAYS.up;
  return down >= 0.8 * (up + down) ? WAYS.down : WAYS.both;
}
