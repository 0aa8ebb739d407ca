import type { ProbeKind } from '../core/plan.ts';

/** The metric that stands for a probe in lists, time lines and summaries. */
export interface HeadlineMetric {
  key: 'responseMs' | 'ttftMs';
  metric: 'response' | 'ttft';
}

/** For chat the first token is what a reader waits for; for all else the answer. */
export function headlineOf(kind: ProbeKind): HeadlineMetric {
  return kind === 'chat' ? { key: 'ttftMs', metric: 'ttft' } : { key: 'responseMs', metric: 'response' };
}
