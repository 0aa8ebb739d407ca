import type { Span } from '../../core/link/spans.ts';

/** What a filtered report looked at. Times left out are neither up nor down nor measured. */
export interface FilterReport {
  /** As in exports. */
  label: string;
  /** Within the campaign, in order of time. */
  looked: Span[];
  /** The rest of the campaign. */
  leftOut: Span[];
  lookedS: number;
  leftOutS: number;
}
