import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { standingBy } from '../client.ts';
import { Segments } from '../components/parts.tsx';
import { plural } from '../format.ts';
import { chooseWhenClosed, whenClosed } from '../other-tabs.ts';
import { attempt } from '../trouble.ts';

const LOOK_EVERY_MS = 3000;

const OPTIONS = [
  ['go-on', 'another tab goes on'],
  ['stop', 'stop'],
] as const;

/** Chooses what becomes of the campaign when its tab is closed, and says which tabs could go on with it. */
export function WhenClosed({ campaignId, here }: { campaignId: string; here: boolean }) {
  const ready = useSignal<number | undefined>(undefined);
  useEffect(() => {
    const look = () =>
      attempt(async () => {
        ready.value = await standingBy(campaignId);
      });
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [campaignId]);
  return (
    <section class="when-closed" aria-label="When the tab is closed">
      {!here && (
        <p class="rest">Another tab of this browser measures this campaign. What it sees is shown here.</p>
      )}
      <div class="when-closed-choice">
        <span>When {here ? 'this tab' : 'the tab that measures'} closes:</span>
        <Segments
          legend="When the tab that measures closes"
          value={whenClosed.value}
          options={OPTIONS}
          onChoose={(choice) => attempt(() => chooseWhenClosed(choice), 'The choice could not be kept. ')}
        />
        <span class="hint num">{wordsOf(whenClosed.value, ready.value)}</span>
      </div>
    </section>
  );
}

function wordsOf(choice: 'go-on' | 'stop', ready: number | undefined): string {
  if (ready === undefined) return '';
  if (choice === 'go-on')
    return ready === 0
      ? 'No other tab is open: the campaign would wait until you go on with it.'
      : `${plural(ready, 'other tab')} ${ready === 1 ? 'stands' : 'stand'} by. The time until one goes on is unmeasured.`;
  return ready === 0
    ? 'No other tab is open to end it in order: the campaign would be interrupted.'
    : 'Another open tab then ends it in order.';
}
