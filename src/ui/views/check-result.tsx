import type { CheckProgress, CheckStep } from '../../core/check-facts.ts';
import type { Finding, FindingState } from '../check-types.ts';
import type { ProbeDraft } from '../draft-types.ts';
import { plural } from '../format.ts';
import { CheckFinding } from './check-finding.tsx';

export { findingsOf } from '../check-findings.ts';

const STEPS: Record<CheckStep, string> = {
  first: 'a first request',
  second: 'a second one over the same connection',
  why: 'why it failed',
  connect: 'a connection',
  echo: 'whether messages come back',
  v1: 'whether it knows dishprobe.echo.v1',
  turn: 'a turn of one token',
  preflight: 'waiting 5 s to see whether the preflight is remembered',
};

export function progressWords(progress: CheckProgress | undefined, probes: readonly ProbeDraft[]): string {
  if (progress === undefined) return 'Checking…';
  const { probe, of, step } = progress;
  const place = of > 1 ? ` (${probe + 1} of ${of})` : '';
  return `Checking ${probes[probe]?.name || 'unnamed'}${place}: ${STEPS[step]}…`;
}

export function summaryWords(findings: readonly Finding[], unready: readonly ProbeDraft[]): string {
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
  const blocks = count('blocks');
  const limits = count('limits');
  const left = unready.map(({ name }) => name || 'unnamed').join(', ');
  const skipped = left === '' ? '' : ` Not checked, as a field has to be mended first: ${left}.`;
  if (findings.length === 0) return skipped.trim();
  if (blocks === 0 && limits === 0) return `Checked: all is in order.${skipped}`;
  const parts = [
    ...(blocks > 0 ? [`${plural(blocks, 'finding')} in the way`] : []),
    ...(limits > 0 ? [`${plural(limits, 'limit')}`] : []),
  ];
  return `Checked: ${parts.join(', ')}.${skipped}`;
}

interface Props {
  findings: readonly Finding[];
  /** More than one probe was checked. */
  named: boolean;
  applied: ReadonlySet<object>;
  onApply: (finding: Finding) => void;
}

/** The findings by what they mean; what is in order takes one line. */
export function CheckResult({ findings, named, applied, onApply }: Props) {
  const of = (state: FindingState) => findings.filter((finding) => finding.state === state);
  const list = (state: FindingState) => (
    <ul class="finding-list">
      {of(state).map((finding) => (
        <CheckFinding
          key={`${finding.topic} ${finding.says}${finding.key}`}
          finding={finding}
          named={named}
          applied={applied.has(finding)}
          onApply={() => onApply(finding)}
        />
      ))}
    </ul>
  );
  const folded = (state: FindingState, words: string) =>
    of(state).length > 0 && (
      <details class="finding-fold" data-state={state}>
        <summary>{words}</summary>
        {list(state)}
      </details>
    );
  return (
    <div class="findings">
      {list('blocks')}
      {list('limits')}
      {folded('info', plural(of('info').length, 'thing worth knowing', 'things worth knowing'))}
      {folded('ok', `${of('ok').length} in order`)}
    </div>
  );
}
