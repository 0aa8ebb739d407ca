import { campaigns } from '../campaigns.ts';
import { runningId } from '../client.ts';
import { liveHref, route } from '../router.ts';
import { chooseTheme, THEMES, theme } from '../theme.ts';

const THEME_NAMES = { system: 'System', light: 'Light', dark: 'Dark', sunlight: 'Sunlight' } as const;

export function TopBar() {
  const running = campaigns.value?.find((campaign) => campaign.id === runningId.value);
  const at = route.value;
  const away = running !== undefined && !(at.view === 'live' && at.id === running.id);
  return (
    <header class="top-bar">
      <a class="brand" href="#/" aria-current={at.view === 'home' ? 'page' : undefined}>
        <Mark />
        Dishprobe
      </a>
      {away && (
        <a class="running-link" href={liveHref(running.id)}>
          <span class="running-dot" aria-hidden="true" />
          <span class="running-name">{running.plan.name}</span>
          <span class="running-more">is running</span>
        </a>
      )}
      <label class="theme-choice">
        <span class="visually-hidden">Theme</span>
        <select
          value={theme.value}
          onChange={(event) => {
            const chosen = THEMES.find((name) => name === event.currentTarget.value);
            if (chosen !== undefined) chooseTheme(chosen);
          }}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {THEME_NAMES[name]}
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}

/** A dish under its satellite. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d="M4 9a8.5 8.5 0 0 0 12 11z" fill="currentColor" />
      <path
        d="M10.5 13.5 12.8 11.2M14 4a6 6 0 0 1 6 6M14 8a2 2 0 0 1 2 2"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
      />
    </svg>
  );
}
