/** Every view but the first, as one chunk: together they pack smaller than apart. */
export { LiveView } from './live.tsx';
export { NewView } from './new.tsx';
export { ReportView } from './report.tsx';
