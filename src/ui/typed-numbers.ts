import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import * as v from 'valibot';
import { door } from '../store/door.ts';
import { attempt } from './trouble.ts';

/** A number that somebody types in beside what was measured. */
export interface TypedNumber {
  key: string;
  label: string;
  unit: string;
  min: number;
  max: number;
  whole?: boolean;
  /** Taken until something is typed in; without it the field starts empty. */
  preset?: number;
  hint?: string;
}

export interface TypedValue {
  /** Absent where nothing is typed in, or what is typed in will not do. */
  value?: number | undefined;
  problem?: string | undefined;
  source: 'default' | 'typed' | 'none';
}

type Texts = Readonly<Record<string, string>>;

/** What was typed in for each campaign, by campaign and key, as text. */
const typed = signal<Readonly<Record<string, Texts>>>({});

const settingOf = (campaignId: string) => `typed:${campaignId}`;
const textsSchema = v.fallback(v.record(v.string(), v.pipe(v.string(), v.maxLength(40))), {});

export const typedOf = (campaignId: string): Texts => typed.value[campaignId] ?? {};

/** What was typed in for a campaign, read from this browser first. */
export function useTyped(campaignId: string): Texts {
  useEffect(() => attempt(() => loadTyped(campaignId)), [campaignId]);
  return typedOf(campaignId);
}

export async function loadTyped(campaignId: string): Promise<void> {
  const stored = v.parse(textsSchema, await door.getSetting(settingOf(campaignId)));
  typed.value = { ...typed.value, [campaignId]: { ...stored, ...typedOf(campaignId) } };
}

/** Takes a text, or the default again where it is undefined, and keeps it in this browser. */
export function typeIn(campaignId: string, key: string, text: string | undefined): void {
  const { [key]: _, ...others } = typedOf(campaignId);
  const texts = text === undefined ? others : { ...others, [key]: text.slice(0, 40) };
  typed.value = { ...typed.value, [campaignId]: texts };
  attempt(() => door.setSetting(settingOf(campaignId), texts), 'What was typed in could not be kept. ');
}

export async function forgetTyped(campaignId: string): Promise<void> {
  await door.deleteSetting(settingOf(campaignId));
}

/** The number of a field, with thousands apart or not; a decimal point, no decimal comma. */
export function readTyped(field: TypedNumber, texts: Texts): TypedValue {
  const text = texts[field.key];
  if (text === undefined)
    return { value: field.preset, source: field.preset === undefined ? 'none' : 'default' };
  const trimmed = text.trim();
  if (trimmed === '' && field.preset === undefined) return { source: 'none' };
  const plain = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed;
  const value = /^\d*\.?\d+$|^\d+\.$/.test(plain) ? Number(plain) : Number.NaN;
  if (value >= field.min && value <= field.max && (field.whole !== true || Number.isInteger(value)))
    return { value, source: 'typed' };
  const kind = field.whole === true ? 'a whole number' : 'a number';
  const range = [field.min, field.max].map((end) =>
    end.toLocaleString('en-GB', { maximumFractionDigits: 3 }),
  );
  return { source: 'typed', problem: `expected ${kind} from ${range.join(' to ')}.` };
}
