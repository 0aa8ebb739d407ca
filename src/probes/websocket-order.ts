/** Which echoes came out of order, and which came again. */
export class EchoOrder {
  #nextExpected = 0;
  #forgottenUpTo = -1;

  /**
   * Takes the first echo of a message; true where one that was sent later has
   * come before it (RFC 4737, section 3: its number is below the next expected).
   */
  isReordered(seq: number): boolean {
    if (seq < this.#nextExpected) return true;
    this.#nextExpected = seq + 1;
    return false;
  }

  /** Nothing more is known of this message: an echo of it can no longer be called a second one. */
  forget(seq: number): void {
    this.#forgottenUpTo = Math.max(this.#forgottenUpTo, seq);
  }

  /** Whether an echo of a message that is not waited for is one of a message that was answered (RFC 5560). */
  isDuplicate(seq: number): boolean {
    return seq > this.#forgottenUpTo && seq < this.#nextExpected;
  }
}
