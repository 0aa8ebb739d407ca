import type { PageFacts } from '../core/check-facts.ts';
import { ISOLATION_MENDS } from './check-mends.ts';
import type { Said } from './check-types.ts';
import { formatBytes, formatMs } from './format.ts';

/** A browser that keeps less free than this may run out of it within days. */
const LITTLE_BYTES = 1e9;

/** What this page and this browser allow, whatever the endpoint. */
export function pageFindings(page: PageFacts): Said[] {
  return [
    clock(page),
    ...(page.behindServiceWorker ? [BEHIND] : []),
    ...(page.secure ? [] : [INSECURE]),
    storage(page),
  ];
}

function clock({ clockStepMs, isolated }: PageFacts): Said {
  const topic = 'Clock';
  const step =
    clockStepMs === undefined
      ? 'No step of the clock was seen'
      : `The clock moves in steps of ${formatMs(clockStepMs)} ms`;
  if (isolated) return { topic, state: 'ok', says: `${step}; the page is cross-origin isolated.` };
  return {
    topic,
    state: 'limits',
    says: `${step}: the page is not cross-origin isolated.`,
    loses: 'Shorter differences cannot be seen.',
    mends: ISOLATION_MENDS,
    note: 'These headers belong to the host of this app, not to the endpoint; npm start sends them.',
  };
}

const BEHIND: Said = {
  topic: 'Measuring worker',
  state: 'limits',
  says: 'Its script could not be loaded afresh, so probes pass the app’s service worker.',
  loses: 'Requests take about 1 ms more, and have no phases in Firefox.',
  note: 'Reload the page while there is a network.',
};

const INSECURE: Said = {
  topic: 'Secure context',
  state: 'limits',
  says: 'The app was opened over plain http.',
  loses:
    'The screen cannot be kept awake, another window can measure at the same time once this one has written nothing for 15 s, and the app does not open without a network.',
  note: 'Open it over https or from localhost.',
};

function storage({ persisted, freeBytes }: PageFacts): Said {
  const topic = 'Storage';
  const room = freeBytes === undefined ? '' : ` There is room for ${formatBytes(freeBytes)}.`;
  const little = freeBytes !== undefined && freeBytes < LITTLE_BYTES;
  if (persisted === true && !little)
    return { topic, state: 'ok', says: `The browser promised to keep what is measured.${room}` };
  return {
    topic,
    state: 'limits',
    says: `${persisted === true ? 'There is little room left.' : 'The browser did not promise to keep what is measured.'}${room}`,
    loses: 'Samples may be cleared when space is short.',
    ...(persisted !== true && { remedy: { does: 'Ask the browser to keep it', keepStorage: true } }),
  };
}
