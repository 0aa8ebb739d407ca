import type { Page } from 'puppeteer-core';

/** A table as it stands on the page; all texts with single spaces. */
export interface PageTable {
  /** Its caption, or the name of the region that it scrolls in; empty where it has neither. */
  caption: string;
  /** The cells of its head. */
  head: string[];
  /** The cells of each row of its body as they are seen, the row's head first. */
  rows: string[][];
  /** The same cells as they are heard, where that differs from what is seen. */
  heard: string[][];
  /** The title of each of these cells; empty where it has none. */
  titles: string[][];
}

/** What a section of a page prints, as plain data. */
export interface PageFigures {
  tables: PageTable[];
  /** Paragraphs and points of lists, in their order. */
  sentences: string[];
  /** Each term of a definition list with what stands beside it, and each big number with its words. */
  definitions: string[][];
  /** What is typed into its fields, by their labels. */
  fields: Record<string, string>;
}

/**
 * What a section of the open page prints. Folded parts are opened first, so that the figures behind
 * a plot are among it; the section stays open.
 * @param place the text of the section's heading, or a selector of it or of any element (`.answer`)
 */
export async function figuresOf(page: Page, place: string): Promise<PageFigures> {
  await page.waitForFunction(isWhole, { polling: 100 }, place);
  return page.evaluate(read, place);
}

/** The table with this caption. */
export function tableOf({ tables }: PageFigures, caption: string): PageTable {
  const found = tables.find((table) => table.caption === caption);
  const names = tables.map((table) => `"${table.caption}"`).join(', ');
  if (found === undefined) throw new Error(`There is no table "${caption}", only ${names || 'none'}.`);
  return found;
}

/** Opens what is folded; true once the place is there, and its tables behind plots with it. */
function isWhole(place: string): boolean {
  const headings = [...document.querySelectorAll(/^[.#]/.test(place) ? place : 'h1, h2, h3')];
  const at = headings.find(
    (element) => /^[.#]/.test(place) || element.textContent?.replaceAll(/\s+/g, ' ').trim() === place,
  );
  if (at === undefined) return false;
  const section = /^H\d$/.test(at.tagName) ? (at.closest('section') ?? at) : at;
  for (const details of section.querySelectorAll('details')) details.open = true;
  const folded = [...section.querySelectorAll('.chart details')];
  return folded.every((details) => details.querySelector('table') !== null);
}

/** Runs in the page, so that it can call nothing from outside of itself. */
function read(place: string): PageFigures {
  const isText = (node: Node): node is Text => node.nodeType === Node.TEXT_NODE;
  const clean = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  /** The text of an element without what is left out; parts that stand on lines of their own are set apart. */
  const textOf = (root: Element | null, leftOut: string): string => {
    const raw = (element: Element): string =>
      [...element.childNodes]
        .map((node) => {
          if (isText(node)) return node.data;
          if (!(node instanceof Element) || node.matches(leftOut)) return '';
          return getComputedStyle(node).display === 'inline' ? raw(node) : ` ${raw(node)} `;
        })
        .join('');
    return root === null ? '' : clean(raw(root));
  };
  const seen = (element: Element | null) => textOf(element, '.visually-hidden, svg, canvas');
  const heard = (element: Element) => textOf(element, '[aria-hidden=true]');

  const isSelector = /^[.#]/.test(place);
  const at = [...document.querySelectorAll(isSelector ? place : 'h1, h2, h3')].find(
    (element) => isSelector || clean(element.textContent ?? '') === place,
  );
  if (at === undefined) throw new Error(`The page has no "${place}".`);
  const section = /^H\d$/.test(at.tagName) ? (at.closest('section') ?? at) : at;

  const tables = [...section.querySelectorAll('table')].map((table) => {
    const cells = <T>(of: (cell: HTMLTableCellElement) => T) =>
      [...table.tBodies].flatMap((body) => [...body.rows].map((row) => [...row.cells].map(of)));
    return {
      caption: seen(table.caption) || (table.closest('[aria-label]')?.getAttribute('aria-label') ?? ''),
      head: [...(table.tHead?.rows ?? [])].flatMap((row) => [...row.cells].map(seen)),
      rows: cells(seen),
      heard: cells(heard),
      titles: cells(({ title }) => title),
    };
  });
  const lists = [...section.querySelectorAll('dl > div, .now-value')];
  const fields = [...section.querySelectorAll('label')].flatMap((label) => {
    const field = label.control;
    const isTyped = field instanceof HTMLInputElement && field.type !== 'radio';
    return isTyped || field instanceof HTMLSelectElement ? [[seen(label), field.value] as const] : [];
  });
  return {
    tables,
    sentences: [...section.querySelectorAll('p, li')]
      .filter((element) => element.closest('table') === null)
      .map(seen)
      .filter((text) => text !== ''),
    definitions: lists.map((group) => [...group.children].map(seen)),
    fields: Object.fromEntries(fields),
  };
}
