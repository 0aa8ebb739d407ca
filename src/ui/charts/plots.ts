/** All plots, with Chart.js, as one chunk that is fetched when the first is drawn. */
export { createCdf } from './cdf.ts';
export { createTimeline } from './timeline.ts';
