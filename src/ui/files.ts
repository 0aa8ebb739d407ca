import { MAX_PLAN_CHARS, type Plan, type PlanProblem, parsePlan } from '../core/plan.ts';
import { slug } from '../core/slug.ts';

export type PlanFile =
  | { ok: true; plan: Plan; name: string }
  | { ok: false; name: string; problems: PlanProblem[] };

/** Hands a file to the browser's downloads. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Reads and checks a plan file; nothing is stored. */
export async function readPlanFile(file: File): Promise<PlanFile> {
  const { name } = file;
  if (file.size > 4 * MAX_PLAN_CHARS) {
    const reason = `The file has ${Math.round(file.size / 1e6)} MB; a plan is far smaller. Choose a *.dishprobe.json file.`;
    return { ok: false, name, problems: [{ path: '', reason }] };
  }
  const result = parsePlan(await file.text());
  return result.ok ? { ok: true, plan: result.plan, name } : { ok: false, name, problems: result.problems };
}

/** A file name made from a plan's name: `kiruna-pilot.dishprobe.json`. */
export function planFileName(name: string): string {
  return `${slug(name).toLowerCase() || 'plan'}.dishprobe.json`;
}
