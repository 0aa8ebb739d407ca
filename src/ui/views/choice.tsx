import { useProblem } from '../components/field.tsx';
import { fieldId } from '../draft-form.ts';

interface Props {
  label: string;
  hint: string;
  checked: boolean;
  /** Plan path. */
  path: string;
  onChange: (checked: boolean) => void;
}

/** A field that is on or off. */
export function Choice({ label, hint, checked, path, onChange }: Props) {
  const problem = useProblem(path);
  return (
    <label class="check">
      <input
        id={fieldId(path)}
        type="checkbox"
        checked={checked}
        aria-invalid={problem && 'true'}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        <span class="hint">{hint}</span>
        {problem !== undefined && <span class="problem">{problem.reason}</span>}
      </span>
    </label>
  );
}
