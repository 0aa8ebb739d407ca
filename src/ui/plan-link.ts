import { type Plan, type PlanResult, parsePlan } from '../core/plan.ts';

/** Longest plan link that is made or read, in characters: browsers and chat programs cut longer ones. */
export const MAX_LINK_CHARS = 100_000;

/**
 * The `#/plan/...` address of a plan: base64url (RFC 4648, section 5), unpadded,
 * of its JSON in UTF-8. `undefined` where the plan is too long for a link.
 */
export function encodePlanLink(plan: Plan): string | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify(plan));
  if (bytes.length * (4 / 3) > MAX_LINK_CHARS) return undefined;
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const code = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return `#/plan/${code}`;
}

/** Reads the code of a plan link. Never throws; what is wrong comes back as sentences. */
export function decodePlanLink(code: string): PlanResult {
  if (code === '') return bad('The link holds no plan: the part after #/plan/ is empty.');
  if (code.length > MAX_LINK_CHARS) {
    return bad(`The link is longer than ${MAX_LINK_CHARS} characters. Ask for the plan as a file instead.`);
  }
  const unpadded = code.replace(/=+$/, '');
  const stray = /[^A-Za-z0-9_-]/.exec(unpadded);
  if (stray !== null) {
    return bad(
      `The link holds the character "${stray[0]}", which no plan link has. It may have been changed on the way.`,
    );
  }
  if (unpadded.length % 4 === 1) return bad('The link is cut off. Copy it again, whole.');
  try {
    const binary = atob(unpadded.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return parsePlan(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return bad('The link does not decode to text. It may have been cut or changed on the way.');
  }
}

function bad(reason: string): PlanResult {
  return { ok: false, problems: [{ path: '', reason }] };
}
