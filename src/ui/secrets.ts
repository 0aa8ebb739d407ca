import type { Secrets } from '../worker/protocol.ts';
import type { ProbeDraft } from './draft-types.ts';

/** Reads stored secrets; what is not a header and a value is left out. Never throws. */
export function readSecrets(value: unknown): Secrets {
  const found: [string, Secrets[string]][] = [];
  if (typeof value !== 'object' || value === null) return {};
  for (const [probe, entry] of Object.entries(value)) {
    if (typeof entry !== 'object' || entry === null || !('header' in entry) || !('value' in entry)) continue;
    const { header, value: secret } = entry;
    if (typeof header === 'string' && typeof secret === 'string')
      found.push([probe, { header, value: secret }]);
  }
  // By definition, not by assignment: a probe may be called `__proto__`.
  return Object.fromEntries(found);
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What is wrong with a secret, as a sentence that does not repeat it. */
export function secretProblem({
  secretHeader: header,
  secretValue: value,
  kind,
  protocol,
}: ProbeDraft): string | undefined {
  if (value === '') return undefined;
  if (kind === 'chat' && protocol === 'openai-realtime')
    return HEADER_NAME.test(value)
      ? undefined
      : 'expected the key alone, without “Bearer” or a space: it is sent as part of a subprotocol.';
  if (!HEADER_NAME.test(header))
    return 'expected a header name such as Authorization, without spaces or a colon.';
  if (!/^[\t\x20-\x7e]*$/.test(value))
    return 'expected printable ASCII characters in the secret, without line breaks.';
  return undefined;
}
