import { exportName } from '../../core/campaign.ts';
import type { DataHash } from '../../report/data-hash.ts';
import { spanText } from '../caption.ts';
import availability from '../styles/availability.css?inline';
import base from '../styles/base.css?inline';
import chart from '../styles/chart.css?inline';
import form from '../styles/form.css?inline';
import imported from '../styles/import.css?inline';
import instrument from '../styles/instrument.css?inline';
import now from '../styles/now.css?inline';
import percentiles from '../styles/percentiles.css?inline';
import print from '../styles/print.css?inline';
import rhythm from '../styles/rhythm.css?inline';
import shell from '../styles/shell.css?inline';
import table from '../styles/table.css?inline';
import tokens from '../styles/tokens.css?inline';
import training from '../styles/training.css?inline';
import verdict from '../styles/verdict.css?inline';
import { placeOf } from '../views/campaign-head.tsx';
import type { PaperSource } from './make-paper.ts';
import paper from './paper.css?inline';
import { verdictLine } from './paper-head.tsx';

/** In the order of the page. */
const STYLES = [
  tokens,
  base,
  shell,
  form,
  instrument,
  now,
  chart,
  imported,
  table,
  availability,
  training,
  verdict,
  percentiles,
  rhythm,
  print,
  paper,
];

/** No script, nothing from anywhere: what is not in the file is not there. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * The text of a file that holds all of itself. It is made as a document and written
 * out by the browser, so that every text is escaped by whoever parses it later.
 */
export function htmlDocument(source: PaperSource, hash: DataHash | undefined, body: HTMLElement): string {
  const { campaign, report } = source;
  const made = document.implementation.createHTMLDocument(
    `${exportName({ ...campaign, filtered: report.filter?.label })}: report`,
  );
  made.documentElement.lang = 'en';
  made.head.prepend(
    meta(made, { charset: 'utf-8' }),
    meta(made, { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    meta(made, { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    meta(made, { name: 'referrer', content: 'no-referrer' }),
  );
  const style = made.createElement('style');
  style.textContent = [...STYLES, marginBoxes(source, hash)].join('\n');
  made.head.append(style);
  made.body.append(...body.childNodes);
  return `<!doctype html>\n${made.documentElement.outerHTML}\n`;
}

function meta(made: Document, attributes: Record<string, string>): HTMLMetaElement {
  const element = made.createElement('meta');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const LONGEST = 48;

/** What stands at the edges of each sheet, where the browser knows the margins of pages. */
function marginBoxes({ campaign, report }: PaperSource, hash: DataHash | undefined): string {
  const plan = { ...campaign.plan, name: shortened(campaign.plan.name) };
  // What is simulated, imported or left out is never cut off.
  const name = exportName({ ...campaign, plan, filtered: report.filter?.label });
  const boxes = [
    ['top-left', cssText(`${name} \u00b7 ${shortened(placeOf(plan))}`)],
    [
      'top-right',
      cssText(`${verdictLine(report)} \u00b7 ${spanText(report.startEpochMs, report.endEpochMs)}`),
    ],
    ['bottom-left', cssText(hash === undefined ? '' : `Samples: SHA-256 ${hash.sha256}`)],
    ['bottom-right', `counter(page) ${cssText(' of ')} counter(pages)`],
  ];
  return `@page{${boxes.map(([place, content]) => `@${place}{content:${content}}`).join('')}}`;
}

const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}\u2026` : text);

/** A CSS string; all that could end it, or the style element, is written by its number. */
function cssText(text: string): string {
  const safe = text.replaceAll(/[^\p{L}\p{N} .,:%-]/gu, (char) => `\\${char.codePointAt(0)?.toString(16)} `);
  return `"${safe}"`;
}
