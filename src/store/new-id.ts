/** What tells a new campaign from all others, and seeds its schedule. */
export function newIdentity(): { id: string; seed: number } {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  // `randomUUID` exists in secure contexts only; the seed and the time are unique enough without it.
  return { id: `${Date.now().toString(36)}-${seed.toString(36)}`, seed };
}
