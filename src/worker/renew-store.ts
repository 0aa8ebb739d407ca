import type { Connection } from '../store/connection.ts';
import { RENEWAL_MEGABYTES, renewLog } from '../store/renew-log.ts';
import { RoomReserve } from './room-reserve.ts';

/** Renews the log of the database, unless the disk is too full for that. */
export async function renewStore(connection: Connection): Promise<void> {
  if (await RoomReserve.hasRoom(RENEWAL_MEGABYTES)) await connection.use(renewLog);
}
