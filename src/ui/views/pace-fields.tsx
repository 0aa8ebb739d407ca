import { SelectField, TextField } from '../components/field.tsx';
import type { ProbeDraft } from '../draft-types.ts';

interface Props {
  probe: ProbeDraft;
  at: string;
  edit: (change: Partial<ProbeDraft>) => void;
}

const ARRIVALS = {
  even: 'Evenly, with jitter',
  poisson: 'As users send them',
};

/** When a probe sends, and how long it waits. */
export function PaceFields({ probe, at, edit }: Props) {
  return (
    <>
      <TextField
        label="Interval"
        path={`${at}.intervalMs`}
        numeric
        unit="ms"
        value={probe.intervalMs}
        hint={probe.arrivals === 'poisson' ? 'The mean gap.' : undefined}
        onValue={(intervalMs) => edit({ intervalMs })}
      />
      <SelectField
        label="Arrivals"
        path={`${at}.arrivals`}
        value={probe.arrivals}
        options={ARRIVALS}
        hint={probe.arrivals === 'poisson' ? 'Independently of each other (Poisson).' : undefined}
        onValue={(arrivals) => edit({ arrivals })}
      />
      {probe.arrivals === 'even' && (
        <TextField
          label="Jitter"
          path={`${at}.jitter`}
          numeric
          unit="of the interval"
          value={probe.jitter}
          hint="0 to 0.5: how far a due time may move to either side."
          onValue={(jitter) => edit({ jitter })}
        />
      )}
      <TextField
        label="Timeout"
        path={`${at}.timeoutMs`}
        numeric
        unit="ms"
        value={probe.timeoutMs}
        onValue={(timeoutMs) => edit({ timeoutMs })}
      />
    </>
  );
}
