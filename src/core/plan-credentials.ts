import type { PlanProblem } from './plan.ts';

/**
 * Names and values that look like credentials, told by more signs than `isSecret` has: the
 * schema's rule is also that of stored campaigns, which must stay readable, and this one is
 * for plans that are about to be started, saved or sent.
 */
const WORDS =
  /(^|[^a-z])([a-z]*(token|secret|passw(or)?d|passphrase|passcode|jwt|bearer|credentials?|authentication)|(id|refresh|master|secret|user|app|admin|account|service|sas|license|bot|shared|deploy|encryption|signing|openai|anthropic)[-_]?(api)?[-_]?key)([^a-z]|$)/i;
/** The whole name of a header. */
const HEADER = /^x-api$/i;
const HARMLESS = /^(page|next|continuation|cursor)[-_]?token$/i;
/** A scheme and one word (RFC 9110, 11.4), a prefix by which services mark their keys, or a JWT (RFC 7519). */
const VALUE =
  /^\s*["']?(?:(bearer|basic|token|digest|negotiate|apikey)\s+[^\s,]+\s*$|(sk-(?!sk\b)|sk_|ghp_|gho_|ghu_|ghs_|github_pat_|glpat-|hf_|xox[abp]-|AKIA|AIza)\S|(eyJ)[\w-]*\.)/i;

/** Finds what looks like a credential in the headers and queries of a plan, whether it is a plan or not. */
export function* credentialsIn(plan: unknown): Generator<PlanProblem> {
  const probes = record(plan)?.probes;
  if (!Array.isArray(probes)) return;
  for (const [at, probe] of probes.entries()) {
    const { url, headers } = record(probe) ?? {};
    for (const [name, value] of Object.entries(record(headers) ?? {})) {
      const found = signOf(name, value, HEADER);
      if (found !== undefined)
        yield {
          path: `probes[${at}].headers`,
          reason: `expected headers without a secret: ${found}. Enter it as the secret of the probe, which is never part of a plan.`,
        };
    }
    for (const [name, value] of typeof url === 'string' ? queryOf(url) : []) {
      const found = signOf(name, value);
      if (found !== undefined)
        yield {
          path: `probes[${at}].url`,
          reason: `expected an address without a secret in its query: ${found}. Remove it, and enter it as the secret of the probe.`,
        };
    }
  }
}

/** What gives it away, without repeating a value. */
function signOf(name: string, value: unknown, named?: RegExp): string | undefined {
  const begins = VALUE.exec(String(value));
  if (begins !== null)
    return `the value of ${name.slice(0, 60)} begins like one (${begins.slice(1).find(Boolean)})`;
  const split = name.replace(/([a-z])(?=[A-Z])/g, '$1-');
  return (WORDS.test(split) || named?.test(name)) && !HARMLESS.test(name)
    ? `${name.slice(0, 60)} is the name of one`
    : undefined;
}

/** Names and values of a query; a part without `=`, or that begins like a credential, is a value without a name. */
function queryOf(url: string): [name: string, value: string][] {
  const query = url.replace(/^[^?]*\??/, '').replace(/#.*$/s, '');
  return query.split(/[&;]/).map((part) => {
    const whole = decoded(part);
    const [name = '', ...rest] = whole.split('=');
    return rest.join('') === '' || VALUE.test(whole) ? ['a part of it', whole] : [name, rest.join('=')];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
