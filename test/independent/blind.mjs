import { lengthOf, merged } from './observed.mjs';

/** Requests at least this often, in seconds, meet every silence over 2 s. */
const DENSE_S = 2.1;
/** What was asked so often and never answered tells nothing. */
const MUTE_AFTER = 10;
/** Defaults of a plan's timeouts, in seconds. */
const CHAT_TIMEOUT_S = 60;

/**
 * Whether outages over 2 s may have passed unseen (docs/statistics.md): of the probes that are no
 * controls, none asked often enough that does not wait for a model.
 * @param {{ name: string, kind: string, timeoutMs?: number }[]} own
 * @param {(name: string) => import('./csv.mjs').Row[]} rowsOf
 * @param {import('./observed.mjs').Span[]} holes
 * @param {import('./observed.mjs').Span} range
 */
export function isBlind(own, rowsOf, holes, range) {
  const looked = range.to - range.from - lengthOf(merged(holes, range));
  const found = own.map(({ name, kind, timeoutMs }) => {
    // What a throttling endpoint kept from being sent asked nothing.
    const asked = rowsOf(name).filter(
      ({ outcome, error, late_ms }) => outcome !== 'unmeasured' && !(error === 'throttled' && late_ms === ''),
    );
    const least = kind === 'chat' ? (timeoutMs ?? CHAT_TIMEOUT_S * 1000) / 1000 : 0;
    const isMute =
      asked.length >= MUTE_AFTER &&
      asked.every(({ response_ms, http_status }) => response_ms === '' && http_status === '');
    return { isMute, after: Math.max(least, looked / (asked.length + 1)) };
  });
  const heard = found.filter(({ isMute }) => !isMute);
  return (heard.length > 0 ? heard : found).every(({ after }) => after > DENSE_S);
}
