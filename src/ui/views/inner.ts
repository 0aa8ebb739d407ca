/** Every view but the first, as one chunk: together they pack smaller than apart. */
export { CampaignLabels } from './campaign-labels.tsx';
export { CompareView } from './compare.tsx';
export { LiveView } from './live.tsx';
export { NewView } from './new.tsx';
export { ReportView } from './report.tsx';
export { StoragePanel } from './storage-panel.tsx';
