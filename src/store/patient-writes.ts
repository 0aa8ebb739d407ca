import type { Connection } from './connection.ts';
import { NoAnswer } from './no-answer.ts';
import { openWrite, type WriteTransaction } from './write-transaction.ts';

/**
 * One strict transaction at a time, and a way out of one that gets no answer: it is aborted, so that nothing of
 * it can come to the disk after what is written later (where it is past that, the browser keeps the order), and
 * the next one goes over another connection. Each that gets no answer doubles the patience with the next: a disk
 * that is only slow gets through, and however long the database is away, few are left hanging.
 */
export class PatientWrites {
  readonly #connection: Connection;
  readonly #answerMs: number;
  #patienceMs: number;

  constructor(connection: Connection, answerMs: number) {
    this.#connection = connection;
    this.#answerMs = answerMs;
    this.#patienceMs = answerMs;
  }

  /** Resolves when what `task` writes is on disk. Rejects with `NoAnswer` where that is not known after a while. */
  async transact(task: (tx: WriteTransaction) => Promise<void>): Promise<void> {
    const write = this.#connection.use(async (store, over) => {
      const tx = openWrite(store);
      over.addEventListener('abort', () => abort(tx));
      try {
        await task(tx);
        await tx.done;
      } catch (error) {
        tx.done.catch(() => {});
        abort(tx);
        throw error;
      }
    }, this.#patienceMs);
    await write.catch((error) => {
      if (error instanceof NoAnswer) this.#patienceMs *= 2;
      throw error;
    });
    this.#patienceMs = this.#answerMs;
  }
}

function abort(tx: WriteTransaction): void {
  try {
    tx.abort();
  } catch {
    // It was aborted by the failure itself, or is past that.
  }
}
