/**
 * Makes the numbers of a report again from the exported files alone, to the printed digit. It
 * imports nothing of the app, so that no mistake is made twice, and runs on bare Node:
 *
 *   node test/independent/recompute.mjs SAMPLES.csv PERCENTILES.csv OUTAGES.csv [PLAN.dishprobe.json] [PAGE.json]
 *
 * In place of the plan there may be the first line of the unpacked bundle (`gunzip -c FILE.dishprobe |
 * head -n 1`): it also holds limits that were chosen after measuring.
 *
 * With the plan it also prints the figures of the verdict and of availability, which stand in no
 * file, to be laid beside the page.
 *
 * A further file, JSON, may hold what the page prints and what no CSV holds (`Beside` of page-text.mjs).
 *
 * To have more checked, write a function like `checkOutages` and put it into `CHECKS`.
 */
import { readFileSync } from 'node:fs';
import { argv, exit, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { checkAnswers } from './answers.mjs';
import { checkAvailability } from './availability.mjs';
import { checkCost } from './cost.mjs';
import { checkCounts } from './counts.mjs';
import { readCsv } from './csv.mjs';
import { checkCurves } from './curves.mjs';
import { checkEchoes } from './echoes.mjs';
import { checkOpening } from './opening.mjs';
import { checkOutages, outageSums } from './outages.mjs';
import { checkPercentiles } from './percentiles.mjs';
import { checkRhythm } from './rhythm.mjs';
import { checkTraining } from './training.mjs';
import { checkVerdict } from './verdict.mjs';

/** @type {((tables: import('./findings.mjs').Tables) => import('./findings.mjs').Checked)[]} */
const CHECKS = [checkPercentiles, checkOutages, checkVerdict, checkAvailability];
/** Of figures that stand on the page alone. */
CHECKS.push(checkRhythm, checkTraining, checkCost, checkEchoes, checkAnswers, checkCounts);
CHECKS.push(checkOpening, checkCurves);

/**
 * @param {{ samples: string, percentiles: string, outages: string, plan?: string | undefined }} texts of the files
 * @param {import('./page-text.mjs').Beside} [beside]
 */
export function recompute(texts, beside) {
  const tables = {
    beside,
    samples: readCsv(texts.samples),
    percentiles: readCsv(texts.percentiles),
    outages: readCsv(texts.outages),
    plan: texts.plan === undefined ? undefined : judgedPlan(JSON.parse(texts.plan)),
  };
  const checked = CHECKS.map((check) => check(tables));
  const findings = checked.flatMap((each) => each.findings);
  return {
    findings,
    wrong: findings.filter(({ agrees }) => !agrees),
    unchecked: checked.flatMap((each) => each.unchecked),
    figures: checked.flatMap((each) => each.figures ?? []),
    outages: outageSums(tables.outages),
  };
}

/**
 * The plan of a plan file or of a bundle's first line, with the limits that the campaign is judged by:
 * those chosen afterwards take the place of all that the plan says of judging.
 * @param {any} file
 */
function judgedPlan(file) {
  if (file.campaign === undefined) return file;
  const { plan, judged } = file.campaign;
  if (judged === undefined) return plan;
  const { profile, limits, voice, availabilityTarget } = judged;
  return { ...plan, profile, limits, voice, availabilityTarget };
}

function main() {
  const [samples, percentiles, outages, ...more] = argv.slice(2).map((path) => readFileSync(path, 'utf8'));
  if (samples === undefined || percentiles === undefined || outages === undefined) {
    stdout.write('Name the samples, the percentiles and the outages CSV, in this order.\n');
    return 2;
  }
  const isPlan = (/** @type {string} */ text) => /"dishprobe(Plan|Bundle)":/.test(text);
  const plan = more.find(isPlan);
  const page = more.find((text) => !isPlan(text));
  const {
    findings,
    wrong,
    unchecked,
    figures,
    outages: sums,
  } = recompute({ samples, percentiles, outages, plan }, page && JSON.parse(page));
  for (const { where, printed, again } of wrong) {
    stdout.write(`DIFFERS ${where}: exported ${printed || 'nothing'}, comes out as ${again || 'nothing'}\n`);
  }
  for (const [kind, { rows, seconds }] of Object.entries(sums)) {
    stdout.write(`${kind}: ${rows} in all, ${seconds.toFixed(3)} s\n`);
  }
  for (const { where, value = 'not to be told', unit, over } of figures) {
    stdout.write(`${where}: ${over ? 'over ' : ''}${value}${unit === 's' ? ' s' : ''}\n`);
  }
  if (unchecked.length > 0) stdout.write(`not checked: ${unchecked.join(', ')}\n`);
  stdout.write(`${findings.length - wrong.length} of ${findings.length} numbers come out again\n`);
  return wrong.length === 0 ? 0 : 1;
}

if (argv[1] === fileURLToPath(import.meta.url)) exit(main());
