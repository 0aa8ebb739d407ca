import type { GapDistribution } from '../../report/inference-types.ts';
import type { ProbeReport, Report } from '../../report/types.ts';
import { CdfPlot } from '../components/cdf-plot.tsx';
import { FigureTable } from '../components/figure-table.tsx';
import { gapWords, splitWords } from '../inference-words.ts';
import { metricName } from '../words.ts';
import { AnswerFigures } from './answer-figures.tsx';
import { StreamStallsPart } from './stream-stalls.tsx';
import { TermsTable } from './terms-table.tsx';

/** What the answers of a chat probe were like: whose the wait was, the gaps, the stalls, and what a reader felt. */
export function InferenceSection({ probe, report }: { probe: ProbeReport; report: Report }) {
  const { inference } = probe;
  if (inference === undefined || inference.answers === 0) return null;
  return (
    <>
      <SplitTable probe={probe} inference={inference} />
      {inference.gaps !== undefined && <Gaps gaps={inference.gaps} />}
      <StreamStallsPart stalls={inference.stalls} report={report} />
      <AnswerFigures inference={inference} />
      <TermsTable />
    </>
  );
}

const SHARES = ['ttft', 'server_ttft', 'server_queue', 'network_ttft', 'server'];

function SplitTable({
  probe,
  inference,
}: {
  probe: ProbeReport;
  inference: NonNullable<ProbeReport['inference']>;
}) {
  const own = probe.rows.filter(({ population, n }) => population === 'ok' && n > 0);
  const rows = SHARES.flatMap((metric) => own.find((row) => row.metric === metric) ?? []);
  const { roundTrip } = inference;
  return (
    <section class="echo-part" aria-labelledby="split-title">
      <h2 id="split-title">Who takes the time: the network or the server?</h2>
      <p class="column">{splitWords(inference, own)}</p>
      <FigureTable
        name="Shares of the network and the server"
        head="Share, ms"
        rows={[
          ...rows.map((row) => [metricName(row.metric), row] as const),
          ...(roundTrip === undefined
            ? []
            : [[`Round trip of ${roundTrip.probe} (another distribution)`, roundTrip.row] as const]),
        ]}
      />
      <p class="hint column">
        Each share was told apart within its own request. The percentiles of two shares do not add up to the
        percentile of the whole, and are never subtracted from each other.
      </p>
    </section>
  );
}

function Gaps({ gaps }: { gaps: GapDistribution }) {
  return (
    <CdfPlot
      title="How long are the gaps within an answer?"
      lead={gapWords(gaps)}
      distribution={{
        points: gaps.cdf,
        count: gaps.n,
        metric: 'Chunk gap',
        of: 'gaps',
        percentiles: gaps,
      }}
    />
  );
}
