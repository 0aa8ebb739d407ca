import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type DraftForm, fieldId, problemAt } from '../draft-form.ts';

export const FormContext = createContext<DraftForm | undefined>(undefined);

export function useForm(): DraftForm {
  const form = useContext(FormContext);
  if (form === undefined) throw new Error('A field stands outside its form.');
  return form;
}

/** What a control needs to belong to its label, hint and problem. */
interface ControlAttributes {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
  onBlur: () => void;
}

interface Frame {
  label: string;
  /** Plan path, such as `probes[0].url`: finds the field's problem and its id. */
  path: string;
  hint?: ComponentChildren;
  wide?: boolean;
}

/** The problem to show at a path, once it may be shown. */
export function useProblem(path: string) {
  const { problems, touched, submitted } = useForm();
  const found = problemAt(problems.value, path);
  return found !== undefined && (submitted.value || touched.value.has(path)) ? found : undefined;
}

/** A label, a control, a hint and the problem beside it. */
function FieldFrame(props: Frame & { children: (attributes: ControlAttributes) => ComponentChildren }) {
  const { label, path, hint, wide, children } = props;
  const problem = useProblem(path);
  const form = useForm();
  const id = fieldId(path);
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`]
    .join(' ')
    .trim();
  return (
    <div class={wide ? 'field field-wide' : 'field'} data-bad={problem === undefined ? undefined : ''}>
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': problem === undefined ? undefined : 'true',
        onBlur: () => form.touch(path),
      })}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {inner(problem.path, path)}
          {problem.reason}
        </p>
      )}
    </div>
  );
}

const inner = (found: string, path: string) => (found === path ? '' : `${found.slice(path.length + 1)}: `);

interface TextProps extends Frame {
  value: string;
  onValue: (value: string) => void;
  unit?: string;
  secret?: boolean;
  numeric?: boolean;
  placeholder?: string;
}

export function TextField({ value, onValue, unit, secret, numeric, placeholder, ...frame }: TextProps) {
  const typing = {
    value,
    placeholder,
    autocomplete: 'off',
    spellcheck: false,
    onInput: (event: { currentTarget: HTMLInputElement }) => onValue(event.currentTarget.value),
  };
  return (
    <FieldFrame {...frame}>
      {(attributes) => (
        <span class={numeric ? 'input-unit input-number' : 'input-unit'}>
          {secret ? (
            <input {...attributes} {...typing} type="password" />
          ) : (
            <input {...attributes} {...typing} type="text" inputMode={numeric ? 'decimal' : 'text'} />
          )}
          {unit !== undefined && <span class="unit">{unit}</span>}
        </span>
      )}
    </FieldFrame>
  );
}

export function AreaField(props: Frame & { value: string; onValue: (value: string) => void; rows?: number }) {
  const { value, onValue, rows = 3, ...frame } = props;
  return (
    <FieldFrame {...frame}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={rows}
          value={value}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

interface SelectProps<T extends string> extends Frame {
  value: T;
  options: Readonly<Partial<Record<T, string>>>;
  onValue: (value: T) => void;
}

export function SelectField<T extends string>({ value, options, onValue, ...frame }: SelectProps<T>) {
  const keys = Object.keys(options).filter((key): key is T => key in options);
  return (
    <FieldFrame {...frame}>
      {(attributes) => (
        <select
          {...attributes}
          value={value}
          onChange={(event) => {
            const chosen = keys.find((key) => key === event.currentTarget.value);
            if (chosen !== undefined) onValue(chosen);
          }}
        >
          {keys.map((key) => (
            <option key={key} value={key}>
              {options[key]}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
