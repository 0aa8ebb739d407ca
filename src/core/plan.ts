import * as v from 'valibot';
import { credentialsIn } from './plan-credentials.ts';
import { type Plan, planSchema } from './plan-schema.ts';

export type {
  ChatProbeSpec,
  HttpProbeSpec,
  Plan,
  PlanInput,
  ProbeKind,
  ProbeSpec,
  WebSocketProbeSpec,
} from './plan-schema.ts';

/** What is wrong at one place of a plan. */
export interface PlanProblem {
  /** `probes[0].intervalMs`; empty for the plan as a whole. */
  path: string;
  /** A sentence for a person: what was expected and what was found. */
  reason: string;
}

export type PlanResult = { ok: true; plan: Plan } | { ok: false; problems: PlanProblem[] };

/** Largest plan text that is read at all, in characters. */
export const MAX_PLAN_CHARS = 16_000_000;

/** Checks a value against plan version 1, looks for credentials, and fills in defaults. Never throws. */
export function checkPlan(value: unknown): PlanResult {
  const result = v.safeParse(planSchema, value);
  const problems = result.success ? [] : result.issues.map(problemOf);
  for (const found of credentialsIn(value))
    if (!problems.some(({ path }) => path === found.path)) problems.push(found);
  if (result.success && problems.length === 0) return { ok: true, plan: result.output };
  return { ok: false, problems };
}

/** Reads plan text (a `*.dishprobe.json` file, or the decoded part of a plan link). Never throws. */
export function parsePlan(text: string): PlanResult {
  if (text.length > MAX_PLAN_CHARS) {
    return {
      ok: false,
      problems: [{ path: '', reason: `The plan is larger than ${MAX_PLAN_CHARS / 1e6} MB.` }],
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    // Some browsers quote the text around the place, which may be a secret.
    const detail = String(error).replace(/^SyntaxError: |,? (\.{3})?".*/gs, '');
    return { ok: false, problems: [{ path: '', reason: `The plan is not JSON: ${detail}.` }] };
  }
  return checkPlan(value);
}

/** One line a problem: `probes[0].intervalMs: expected a number from 5 to 86400000, found "fast".` */
export function describeProblem({ path, reason }: PlanProblem): string {
  return path === '' ? reason : `${path}: ${reason}`;
}

function problemOf(issue: v.BaseIssue<unknown>): PlanProblem {
  const items = issue.path ?? [];
  const inHeaders = items.some(({ key }) => key === 'headers');
  // What was typed as a header's name may hold the value too, so a bad name is not repeated.
  const path = (issue.type === 'regex' && items.at(-1)?.origin === 'key' ? items.slice(0, -1) : items).reduce(
    (whole, { key }) =>
      typeof key === 'number' ? `${whole}[${key}]` : whole === '' ? String(key) : `${whole}.${String(key)}`,
    '',
  );
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return { path, reason: 'this key is not known in plan version 1. Remove it, or correct its spelling.' };
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    return { path, reason: 'this key is required and is missing.' };
  }
  // What was found may hold a secret, and problems end up on screens and in logs.
  if (inHeaders || (items.at(-1)?.key === 'url' && /[@?#]/.test(String(issue.input))))
    return { path, reason: `expected ${issue.message}.` };
  return { path, reason: `expected ${issue.message}, found ${show(issue.input)}.` };
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
