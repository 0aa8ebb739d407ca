import * as v from 'valibot';
import { isSecret } from './plan-secrets.ts';
import { text } from './plan-values.ts';

/** Headers that a browser sets itself and silently drops when a page sets them (Fetch, forbidden request-header). */
const FORBIDDEN_HEADERS =
  /^(host|connection|content-length|origin|referer|accept-encoding|te|upgrade|via|proxy-.*|sec-.*)$/i;

/** Request headers that a page may set, none of them a secret. */
export const headers = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header name')),
    v.pipe(text(2000), v.regex(/^[\t\x20-\x7e]*$/, 'printable ASCII text')),
    'an object of header names and values',
  ),
  v.check(
    (all) => !Object.keys(all).some(isSecret),
    'headers without a secret: a key is entered in the app, never part of a plan',
  ),
  v.check(
    (all) => !Object.keys(all).some((key) => FORBIDDEN_HEADERS.test(key)),
    'headers that a page may set (not Host, Cookie, Content-Length and the like)',
  ),
);
