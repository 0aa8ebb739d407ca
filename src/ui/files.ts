import { MAX_PLAN_CHARS, type Plan, type PlanProblem, parsePlan } from '../core/plan.ts';

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

/** Asks for a plan file. Resolves with nothing where the choice was cancelled. */
export function pickPlanFile(): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.hidden = true;
  // An input outside the document may be collected, or not get its files, while the dialog is open.
  document.body.append(input);
  return new Promise<File | undefined>((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  }).finally(() => input.remove());
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
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${slug === '' ? 'plan' : slug}.dishprobe.json`;
}
