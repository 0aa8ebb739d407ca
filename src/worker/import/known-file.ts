import { listCampaigns } from '../../store/campaigns.ts';
import type { Connection } from '../../store/connection.ts';

/** What is to be said of a file that was imported before: it is known by its hash. */
export async function storedOf(
  connection: Connection,
  sha256: string,
): Promise<{ problem: string; stored: { id: string; name: string } } | undefined> {
  const all = await connection.use(listCampaigns);
  const found = all.find(({ imported }) => imported?.sha256 === sha256);
  if (found === undefined) return undefined;
  const stored = { id: found.id, name: found.plan.name };
  return { problem: 'This file was imported already, byte for byte.', stored };
}
