/** What an orderly end must find free: the last samples, and what a database needs to write them at all. */
export const RESERVE_BYTES = 8e6;

/** Free bytes for this origin, as the browser estimates; undefined where it does not say. */
export async function freeBytes(): Promise<number | undefined> {
  const { quota, usage } = (await navigator.storage?.estimate().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? undefined : quota - usage;
}
