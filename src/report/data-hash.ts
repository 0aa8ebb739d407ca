import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '../core/hex.ts';

/** What ties a report to its samples. */
export interface DataHash {
  /** SHA-256 (FIPS 180-4) of the samples CSV, 64 lowercase hex digits. */
  sha256: string;
  /** Length of that file. */
  bytes: number;
}

/**
 * Hashes the samples CSV of a campaign as it is written, without keeping it:
 * WebCrypto would want all of it at once. The canonical form of the samples is
 * the exported file itself, so that any tool can check it. Pieces of one file may
 * be cut anywhere.
 */
export class DataHasher {
  readonly #hash = sha256.create();
  #bytes = 0;

  add(piece: Uint8Array): void {
    this.#hash.update(piece);
    this.#bytes += piece.length;
  }

  /** Call it once, at the end. */
  result(): DataHash {
    return { sha256: hexOf(this.#hash.digest()), bytes: this.#bytes };
  }
}
