import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/shell.css';
import './styles/home.css';
import './styles/form.css';
import './styles/instrument.css';
import './styles/now.css';
import './styles/chart.css';
import './styles/table.css';
import { App } from './app.tsx';
import { refreshCampaigns } from './campaigns.ts';
import { startPwa } from './pwa.ts';
import { startRouter } from './router.ts';
import { lookAtStorage } from './storage.ts';
import { startTheme } from './theme.ts';
import { attempt } from './trouble.ts';
import { startWakeLock } from './wake-lock.ts';
import { watchPage } from './watch-page.ts';

const root = document.getElementById('app');
if (root !== null) {
  startRouter();
  root.textContent = '';
  render(<App />, root);
  watchPage();
  startWakeLock();
  attempt(startTheme, 'The settings could not be read. ');
  attempt(refreshCampaigns, 'The stored campaigns could not be read. ');
  attempt(lookAtStorage);
  attempt(startPwa, 'The app could not be prepared for use without a network. ');
}
