/** Longest text that is kept of a fault. */
const MOST_CHARS = 200;
/** So many faults of a run are told one by one; after them every tenth power: a fault may come with each due time. */
const TOLD_SINGLY = 5;

/**
 * Takes what nothing in this worker caught. Unhandled, an error would reach the page,
 * which ends a worker that broke: one throw in one callback would end a campaign of weeks.
 */
export function catchFaults(take: (error: unknown) => void): void {
  addEventListener('error', (event) => {
    event.preventDefault();
    take(event.error ?? event.message);
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    take(event.reason);
  });
}

/** Counts the faults of a run and says which of them belong in the record. */
export class Faults {
  #count = 0;
  readonly #secrets: readonly string[];

  /** `secrets`: values that no record may hold. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter((secret) => secret !== '');
  }

  /** A sentence for the record; nothing where enough of them are in it. */
  tell(error: unknown): string | undefined {
    this.#count += 1;
    if (this.#count > TOLD_SINGLY && !/^10+$/.test(String(this.#count))) return undefined;
    const text = String(error);
    const words = this.#secrets.some((secret) => text.includes(secret)) ? 'an error' : text;
    return `Something in the app failed, and the campaign went on: ${words.slice(0, MOST_CHARS)} (fault ${this.#count} of this run). Please report it.`;
  }
}
