/** The record of what is written is gone: whatever were written on would belong to nothing. No later try can succeed. */
export class CampaignDeleted extends Error {
  constructor() {
    super(
      'This campaign was deleted while it ran. Measuring has ended, and nothing of it is stored any more.',
    );
  }
}
