/** A part of a name that says that its value is a secret, alone or run together (`apikey`, `sessionid`). */
const SECRET_WORD =
  /(^|[^a-z])(api|access|auth|client|session|private|subscription)?(key|token|secret|auth(orization)?|pass(w(or)?d)?|pwd|sig(nature)?|credentials?|session|cookie)(id)?([^a-z]|$)/i;
/** Names that have such a part, but whose values are no secrets. */
const HARMLESS = /^(x-)?(idempotency|cache|partition|sort)[-_]?key$/i;
/** Whether a name of a header or a query parameter says that its value is a secret. */
export const isSecret = (key: string) =>
  SECRET_WORD.test(key.replace(/([a-z])(?=[A-Z])/g, '$1-')) && !HARMLESS.test(key);

/** What a record by names holds of one name of its own: a probe may be called `constructor`. */
export const ownOf = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;
