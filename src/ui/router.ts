import { signal } from '@preact/signals';
import type { FilterTexts } from '../report/filter/time-filter.ts';

/** Where the page is. Everything behind `#`, so that any static host and sub-path will do. */
export type Route =
  | { view: 'home' }
  | { view: 'new'; from?: string | undefined }
  | { view: 'plan'; code: string }
  | { view: 'live'; id: string }
  | { view: 'report'; id: string; filter?: FilterTexts | undefined }
  | { view: 'compare'; ids: string[]; filter?: FilterTexts | undefined }
  | { view: 'unknown'; hash: string };

/** Reads `location.hash`. Never throws. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [first = '', second = '', third, ...rest] = path.replace(/^\//, '').split('/');
  if (first === '' && second === '') return { view: 'home' };
  if (first === 'new' && second === '') {
    return { view: 'new', from: new URLSearchParams(query).get('from') ?? undefined };
  }
  if (first === 'compare' && second === '') {
    const asked = new URLSearchParams(query);
    return { view: 'compare', ids: [...new Set(asked.getAll('id'))], ...filterIn(asked) };
  }
  if (first === 'plan' && third === undefined) return { view: 'plan', code: second };
  if (first === 'campaign' && second !== '' && rest.length === 0) {
    const id = decode(second);
    if (id !== undefined && third === undefined) return { view: 'live', id };
    if (id !== undefined && third === 'report')
      return { view: 'report', id, ...filterIn(new URLSearchParams(query)) };
  }
  return { view: 'unknown', hash };
}

function filterIn(asked: URLSearchParams): { filter?: FilterTexts } {
  const of = (name: string) => asked.get(name) ?? '';
  const filter = { from: of('from'), to: of('to'), after: of('after'), before: of('before') };
  return Object.values(filter).every((text) => text === '') ? {} : { filter };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export const liveHref = (id: string) => `#/campaign/${encodeURIComponent(id)}`;
export const reportHref = (id: string, filter?: FilterTexts) =>
  `${liveHref(id)}/report${asQuery(filterPairs(filter))}`;
export const compareHref = (ids: readonly string[], filter?: FilterTexts) =>
  `#/compare${asQuery([...ids.map((id): [string, string] => ['id', id]), ...filterPairs(filter)])}`;
export const repeatHref = (id: string) => `#/new?from=${encodeURIComponent(id)}`;

const filterPairs = (filter: FilterTexts | undefined): [string, string][] =>
  Object.entries(filter ?? {}).filter(([, text]) => text !== '');

const asQuery = (pairs: [string, string][]) => (pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`);

export const route = signal<Route>({ view: 'home' });

/** Follows the address bar from now on. */
export function startRouter(): void {
  const follow = () => {
    route.value = parseHash(location.hash);
  };
  addEventListener('hashchange', follow);
  follow();
}

/** Goes to a `#/...` address. */
export function goTo(href: string): void {
  location.hash = href;
}
