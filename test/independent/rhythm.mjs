import { checkClaims } from './claims.mjs';
import { checkHours } from './hours.mjs';
import { checkJitter } from './jitter.mjs';
import { readingsOf, rowsOfProbe } from './link-samples.mjs';
import { checkFold, checkSlots } from './slot-words.mjs';
import { slotTest } from './slots.mjs';

const JITTER = 'How much do round trips vary?';
const SLOTS = 'Does the link change every 15 s, as Starlink does?';
const FOLD = 'How long are round trips within a slot?';
const HOURS = 'Does the hour of the day matter?';
const CLAIMS = 'How does this compare with what Starlink publishes?';

/**
 * What the page prints of the open probe's rhythm: jitter, slots, hours, and the operator's claims.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkRhythm({ samples, beside }) {
  if (beside === undefined) return { findings: [], unchecked: [] };
  const rows = rowsOfProbe(samples, beside.tab);
  const readings = readingsOf(rows, 'rtt_ms');
  const slots = slotTest(readings);
  const cutS = slots.status === 'Established' ? (slots.phaseS ?? 12) : 12;
  const { [JITTER]: jitter, [SLOTS]: slot, [FOLD]: fold, [HOURS]: hours, [CLAIMS]: claims } = beside.sections;
  const isChat = beside.probes.some(({ name, kind }) => name === beside.tab && kind === 'chat');
  const told = readings.length > 0 ? readings : readingsOf(rows, isChat ? 'ttft_ms' : 'response_ms');
  return {
    findings: [
      ...(jitter === undefined ? [] : checkJitter(jitter, readings, cutS)),
      ...(slot === undefined ? [] : checkSlots(slot, slots)),
      ...(fold === undefined ? [] : checkFold(fold, readings)),
      ...(hours === undefined ? [] : checkHours(hours, told, beside.zone)),
      ...(claims === undefined ? [] : checkClaims(claims, rows, readings, beside.zone)),
    ],
    unchecked: [],
  };
}
