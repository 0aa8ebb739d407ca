import type { ElementHandle, Page } from 'puppeteer-core';

/**
 * What an element of a role looks like in this app. Firefox builds its whole accessibility tree to
 * find one by its role, which takes seconds on a long report, and keeps it up to date from then on,
 * beside the measuring: there the page looks for itself, and Chromium proves the names for both.
 */
const SELECTORS: Record<string, string> = {
  button: 'button, [role="button"]',
  link: 'a[href]',
  textbox: 'input:not([type]), input[type="text"], input[type="url"], input[type="password"], textarea',
  spinbutton: 'input[type="number"]',
  searchbox: 'input[type="search"]',
  combobox: 'select',
  checkbox: 'input[type="checkbox"]',
  radio: 'input[type="radio"]',
  tab: '[role="tab"]',
};

/**
 * Waits for the element of this role and accessible name. Rejects when it does not come within `timeout` ms.
 */
export async function waitForRole(
  page: Page,
  role: string,
  name: string,
  timeout: number,
): Promise<ElementHandle> {
  const version = await page.browser().version();
  if (!version.toLowerCase().startsWith('firefox')) {
    const element = await page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`, { timeout });
    if (element === null) throw new Error(`There is no ${role} "${name}".`);
    return element;
  }
  const selector = SELECTORS[role];
  if (selector === undefined) throw new Error(`What a ${role} looks like is not written down.`);
  const found = await page.waitForFunction(findNamed, { timeout, polling: 100 }, selector, name);
  return found as ElementHandle;
}

/** Runs in the page: the shown element of this selector that has the name (after W3C accname 1.2, what of it the app needs). */
function findNamed(selector: string, wanted: string): Element | undefined {
  const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();
  const spoken = (node: Node, leaveOut?: Element): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node === leaveOut) return '';
    if (node.getAttribute('aria-hidden') === 'true') return '';
    if (!node.checkVisibility({ visibilityProperty: true })) return '';
    const given = node.getAttribute('aria-label') ?? node.getAttribute('alt');
    if (given !== null) return given;
    const text = [...node.childNodes].map((child) => spoken(child, leaveOut)).join('');
    return getComputedStyle(node).display === 'inline' ? text : ` ${text} `;
  };
  const nameOf = (element: Element): string => {
    const by = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
    if (by.length > 0) return tidy(by.map((id) => document.getElementById(id)?.textContent ?? '').join(' '));
    const label = element.getAttribute('aria-label');
    if (label !== null) return tidy(label);
    const labels = 'labels' in element ? [...((element.labels as NodeListOf<Element> | null) ?? [])] : [];
    if (labels.length > 0) return tidy(labels.map((one) => spoken(one, element)).join(' '));
    return tidy([...element.childNodes].map((child) => spoken(child)).join(''));
  };
  return [...document.querySelectorAll(selector)].find(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('[aria-hidden="true"], [inert]') === null &&
      nameOf(element) === wanted,
  );
}
