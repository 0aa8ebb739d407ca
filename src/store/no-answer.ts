/** How long a write may stay without an answer: longer than a slow disk takes. */
export const ANSWER_MS = 60_000;
const LOOKS = 60;

/** The database left a request without an answer. Whether it did what was asked, or still will, is not known. */
export class NoAnswer extends Error {
  constructor(waitedMs: number) {
    super(`the browser\u2019s database gave no answer for ${Math.round(waitedMs / 1000)} s`);
  }
}

/**
 * Rejects with `NoAnswer` where `asked` has not come to its end after so long. Counted in looks, not by the
 * clock: a laptop that sleeps takes none.
 */
export function answerWithin<T>(asked: Promise<T>, patienceMs: number): Promise<T> {
  if (patienceMs === Number.POSITIVE_INFINITY) return asked;
  return new Promise((resolve, reject) => {
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks === LOOKS) settle(() => reject(new NoAnswer(patienceMs)));
    }, patienceMs / LOOKS);
    const settle = (how: () => void) => {
      clearInterval(timer);
      how();
    };
    asked.then(
      (answer) => settle(() => resolve(answer)),
      (error) => settle(() => reject(error)),
    );
  });
}
