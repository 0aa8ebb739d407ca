import { Banner } from '../components/parts.tsx';

interface Props {
  name: string;
  /** What the file should have been, and what became of the data. */
  verdict: string;
  problems: readonly string[];
  /** Where what the file holds is already. */
  open?: { href: string; label: string } | undefined;
  onDismiss: () => void;
}

/** A file that could not be imported, with all that is wrong with it. */
export function RefusedFile({ name, verdict, problems, open, onDismiss }: Props) {
  return (
    <Banner
      tone={open === undefined ? 'bad' : 'info'}
      alert
      actions={
        <>
          {open !== undefined && (
            <a class="button" href={open.href} onClick={onDismiss}>
              {open.label}
            </a>
          )}
          <button type="button" class="quiet" onClick={onDismiss}>
            Dismiss
          </button>
        </>
      }
    >
      <p>
        <strong>{name}</strong> {verdict}
      </p>
      <ul class="problem-list">
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Banner>
  );
}
