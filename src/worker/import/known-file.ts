import { isLeaving, listCampaigns } from '../../store/campaigns.ts';
import type { Connection } from '../../store/connection.ts';
import type { ImportResult } from '../protocol.ts';

/** Why a file is refused, and whether it is one that is known. */
export type Refusal = Omit<Extract<ImportResult, { ok: false }>, 'ok'>;

/** For as long as its deletion can be undone: an answer from it would be of a campaign that is gone in a moment. */
export const BEING_DELETED: Refusal = {
  isReadable: true,
  problem:
    'The campaign of this file is being deleted. Undo that, or wait some seconds and import the file again.',
};

/** What is to be said of a file that was imported before: it is known by its hash. */
export async function storedOf(connection: Connection, sha256: string): Promise<Refusal | undefined> {
  const all = await connection.use(listCampaigns);
  const found = all.find(({ imported }) => imported?.sha256 === sha256);
  if (found === undefined) return undefined;
  if (await connection.use((store) => isLeaving(store, found.id))) return BEING_DELETED;
  const stored = { id: found.id, name: found.plan.name };
  return { problem: 'This file was imported already, byte for byte.', stored };
}
