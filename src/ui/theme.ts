import { signal } from '@preact/signals';
import { door } from '../store/door.ts';
import type { Zone } from './format-time.ts';
import { attempt } from './trouble.ts';

export const THEMES = ['system', 'light', 'dark', 'sunlight'] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>('system');
/** The clock that plots and lists show. */
export const zone = signal<Zone>('utc');
/** Counts changes of colours, so that plots are drawn again. */
export const paletteVersion = signal(0);

/** Reads the settings and follows the system's colour scheme. */
export async function startTheme(): Promise<void> {
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', () => {
      paletteVersion.value += 1;
    });
  }
  const [storedTheme, storedZone] = await Promise.all([door.getSetting('theme'), door.getSetting('zone')]);
  const known = THEMES.find((name) => name === storedTheme);
  if (known !== undefined) apply(known);
  if (storedZone === 'local' || storedZone === 'utc') zone.value = storedZone;
}

export function chooseTheme(name: Theme): void {
  apply(name);
  attempt(() => door.setSetting('theme', name));
}

export function chooseZone(name: Zone): void {
  zone.value = name;
  attempt(() => door.setSetting('zone', name));
}

function apply(name: Theme): void {
  theme.value = name;
  if (name === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset.theme = name;
  paletteVersion.value += 1;
}
