import type { Campaign } from '../../core/campaign.ts';
import type { LiveSnapshot } from '../../worker/protocol.ts';
import { stopping } from '../client.ts';
import { formatBytes, formatDuration, formatSpan } from '../format.ts';
import { storageState, storageWords } from '../storage.ts';
import { WAKE_WORDS, wakeState } from '../wake-lock.ts';

interface Props {
  campaign: Campaign;
  snapshot: LiveSnapshot | undefined;
  running: boolean;
  /** In this tab. */
  here: boolean;
}

/** Time, data, screen and storage, each at a fixed place. */
export function RunFacts({ campaign, snapshot, running, here }: Props) {
  const durationS = snapshot?.durationS ?? campaign.plan.durationS;
  const elapsedS = Math.min(snapshot?.elapsedS ?? 0, durationS);
  const bytes = snapshot?.bytes ?? campaign.bytes;
  const budget = snapshot?.budgetBytes;
  const wake = WAKE_WORDS[wakeState.value];
  const storage = storageWords(storageState.value);
  const left = formatDuration(durationS - elapsedS);
  return (
    <section class="run-facts num" aria-label="Progress">
      <progress
        class="progress"
        value={elapsedS}
        max={durationS}
        aria-label={`${formatDuration(elapsedS)} of ${formatSpan(durationS)}`}
      />
      <dl>
        <div>
          <dt>{running ? 'Time left' : 'Measured for'}</dt>
          <dd>{running ? (endingWords(snapshot) ?? left) : formatDuration(elapsedS)}</dd>
          <dd class="fact-more">of {formatSpan(durationS)}</dd>
        </div>
        <div>
          <dt>Data used</dt>
          <dd>{formatBytes(bytes)}</dd>
          <dd class="fact-more">{budget === undefined ? 'no limit set' : `of ${formatBytes(budget)}`}</dd>
        </div>
        {here && <Fact name="Screen" {...wake} />}
        {here && <Fact name="Storage" {...storage} />}
      </dl>
    </section>
  );
}

/** What a campaign waits for that sends nothing more. */
function endingWords(snapshot: LiveSnapshot | undefined): string | undefined {
  const isDraining = snapshot?.state === 'draining';
  if (isDraining && snapshot.storeTrouble !== undefined) return 'waiting for the disk';
  if (stopping.value) return 'stopping';
  return isDraining ? 'last answers' : undefined;
}

function Fact({
  name,
  short,
  long,
  good,
}: {
  name: string;
  short: string;
  long: string;
  good: boolean | undefined;
}) {
  return (
    <div class="fact-said">
      <dt>{name}</dt>
      <dd data-good={good === undefined ? undefined : String(good)}>{short}</dd>
      <dd class="fact-more">{long}</dd>
    </div>
  );
}
