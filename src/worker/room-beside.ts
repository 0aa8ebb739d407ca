import { isCampaignRunning } from './lock.ts';
import { RoomReserve } from './room-reserve.ts';

/**
 * Left to a campaign that runs, by whatever else is written meanwhile: what it keeps and looks for, and
 * what is written between two looks, several times over.
 */
export const LEFT_MEGABYTES = 64;

/** Whether a campaign that runs in this browser still has room enough; true where none runs. */
export async function leavesRoom(): Promise<boolean> {
  return !(await isCampaignRunning()) || (await RoomReserve.hasRoom(LEFT_MEGABYTES));
}
