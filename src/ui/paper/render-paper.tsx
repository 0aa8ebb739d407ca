import { render } from 'preact';
import type { DataHash } from '../../report/data-hash.ts';
import { type Paper, PaperContext } from '../components/paper.ts';
import { ReportBody } from '../views/report-body.tsx';
import type { PaperSource } from './make-paper.ts';
import { PaperFoot, PaperHead } from './paper-head.tsx';

/** The report's own components as a document that nothing shows yet, and the plots that belong into it. */
export function renderPaper(
  source: PaperSource,
  hash: DataHash | undefined,
): { body: HTMLElement; plots: Paper['plots'] } {
  const { campaign, report, events } = source;
  const paper: Paper = { hash, plots: [] };
  const root = document.createElement('div');
  render(
    <PaperContext.Provider value={paper}>
      <PaperHead campaign={campaign} report={report} />
      <main>
        <ReportBody campaign={campaign} report={report} events={events} onChanged={() => {}} />
      </main>
      <PaperFoot hash={hash} />
    </PaperContext.Provider>,
    root,
  );
  // A copy is nobody's: what changes on the page from now on is not in it.
  const body = document.createElement('div');
  for (const part of root.childNodes) body.append(part.cloneNode(true));
  render(null, root);
  unfold(body);
  nameOnce(body);
  return { body, plots: paper.plots };
}

/** What explains is read on paper as well; long tables behind plots stay folded. */
function unfold(body: HTMLElement): void {
  for (const details of body.querySelectorAll('details:not([data-folded])')) details.setAttribute('open', '');
}

/** Several probes have sections of one name each; an id may stand once in a document. */
function nameOnce(body: HTMLElement): void {
  for (const [place, section] of [...body.querySelectorAll('.paper-probe')].entries()) {
    for (const name of ['id', 'aria-labelledby', 'aria-describedby'])
      for (const element of section.querySelectorAll(`[${name}]`))
        element.setAttribute(name, `probe-${place + 1}-${element.getAttribute(name)}`);
  }
}
