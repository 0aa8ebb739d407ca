import type { Campaign } from '../core/campaign.ts';
import { PROFILES } from '../core/verdict/profiles.ts';
import { plural } from './format.ts';
import { bothTimes } from './format-time.ts';
import { clockWords } from './method-words.ts';

declare const __APP_VERSION__: string;

/** What measured and what made the report, as names and sentences; of what was imported, what is known of it and what is not. */
export function originNotes({
  environment: made,
  imported,
}: Pick<Campaign, 'environment' | 'imported'>): [name: string, text: string][] {
  const isOurs = imported === undefined || imported.lacks !== undefined;
  const unknown = imported === undefined ? 'Not in the record.' : 'Not known: the file does not say.';
  const measuredBy =
    made !== undefined
      ? `Dishprobe ${made.appVersion}`
      : isOurs
        ? `Dishprobe; ${imported === undefined ? 'the record' : 'the file'} does not say which version.`
        : 'Not this app. Which program, and which version of it, is not known: the file does not say.';
  return [
    ['Clock', made === undefined ? unknown : clockWords(made)],
    ['Time zone', zoneText(made) ?? unknown],
    ['Browser', made?.userAgent ?? (isOurs ? unknown : 'Not known, nor whether it was one.')],
    ['Measured by', measuredBy],
    ['Report made by', `Dishprobe ${__APP_VERSION__}`],
  ];
}

/** Where the limits of the verdict come from. */
export function judgedNote({
  plan,
  judged,
  imported,
}: Pick<Campaign, 'plan' | 'judged' | 'imported'>): string {
  const count = plan.limits?.length ?? PROFILES[plan.profile].limits.length;
  const planned = `${plan.profile}, ${count === 0 ? 'no limits' : plural(count, 'limit')}`;
  if (judged !== undefined)
    return `Limits chosen on ${bothTimes(judged.chosenEpochMs)}, after measuring, in place of the plan’s (${planned}).`;
  return imported === undefined
    ? `As planned before measuring: ${planned}.`
    : 'The file brings no limits, and none were chosen.';
}

/** `Asia/Kathmandu, UTC+05:45 when the campaign began`. */
function zoneText(made: Campaign['environment']): string | undefined {
  if (made?.timeZone === undefined) return undefined;
  const { timeZone, utcOffsetMin } = made;
  if (utcOffsetMin === undefined) return `${timeZone}.`;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const ahead = Math.abs(utcOffsetMin);
  return `${timeZone}, UTC${utcOffsetMin < 0 ? '−' : '+'}${two(ahead / 60)}:${two(ahead % 60)} when the campaign began.`;
}
