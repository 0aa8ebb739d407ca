import type { Plan } from '../../core/plan.ts';
import type { LiveVerdict } from '../../worker/protocol.ts';
import { liveWords } from '../verdict-words.ts';

/** One line at a fixed place: whether the limits are kept so far. */
export function LiveVerdictLine({ verdict, plan }: { verdict: LiveVerdict; plan: Plan }) {
  const { mark, said, more } = liveWords(verdict, plan);
  return (
    <p class="live-verdict num">
      <span class="verdict-mark" data-answer={mark}>
        {said}
      </span>
      <span class="hint">{more}</span>
    </p>
  );
}
