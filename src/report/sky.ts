import type { Plan } from '../core/plan.ts';

/** Whether a link goes by satellites that move over the sky, or may do so as far as the plan tells. */
export function isSky(link: Plan['site']['link']): boolean {
  return link === 'starlink' || link === 'other';
}
