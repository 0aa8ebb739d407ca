import * as v from 'valibot';
import { isSecret } from './plan-secrets.ts';

/** Of each `key=value` in a query, the key. */
const queryKeys = (url: string) =>
  [...url.replace(/^[^?]*/, '').matchAll(/[?&;]([^=&;#]+)=/g)].map(([, key = '']) => key);

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** An address in brackets, an IPv4 address, or a name whose last label is no number (WHATWG URL, host parsing). */
const HOST = `(\\[[\\da-f:.]+\\]|(${OCTET}\\.){3}${OCTET}|(?!([^:/?#]*\\.)?(\\d+|0x[\\da-f]*)\\.?([:/?#]|$))[\\p{L}\\p{M}\\p{N}._-]+)`;
const PORT = '(:([1-5]?\\d{0,4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))?';

/** The address of a probe: of these schemes, with a host, and without a secret. */
export function url(...schemes: ('http' | 'ws')[]) {
  const begins = schemes.map((scheme) => `${scheme}:// or ${scheme}s://`).join(' or ');
  const expected = `an address that begins with ${begins} and names a host (port at most 65535)`;
  const shape = new RegExp(`^(${schemes.join('|')})s?://([^\\s/?#]*@)?${HOST}${PORT}([/?#]\\S*)?$`, 'iu');
  return v.pipe(
    v.string(expected),
    v.maxLength(2000, 'at most 2000 characters'),
    v.regex(shape, expected),
    v.check(
      (s) => !/^[^/]*\/\/[^/?#]*@/.test(s),
      'an address without a user name or password: enter secrets in the app',
    ),
    v.check(
      (s) => !queryKeys(s).some(isSecret),
      'an address without a secret in its query: enter secrets in the app',
    ),
    v.check((s) => !s.includes('#'), 'an address without a # part'),
  );
}
