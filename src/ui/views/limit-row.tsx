import { originOf } from '../../core/verdict/limits.ts';
import { useForm, useProblem } from '../components/field.tsx';
import { type DraftForm, fieldId } from '../draft-form.ts';
import { type LimitDraft, plainLimit, shownLimits, unitKey } from '../limit-drafts.ts';
import { BASIS_NAMES, LIMIT_WORDS } from '../limit-words.ts';

interface Props {
  form: DraftForm;
  limit: LimitDraft;
  index: number;
}

/** One limit as a sentence, with where it comes from. */
export function LimitRow({ form, limit, index }: Props) {
  const { of, within, unit } = LIMIT_WORDS[limit.metric];
  const key = unitKey(limit.metric);
  const path = `limits[${index}]`;
  /** What the numbers came from holds no longer. */
  const change = (part: Partial<LimitDraft>) =>
    replace({ ...limit, ...part, source: undefined, basis: undefined });
  const replace = (next?: LimitDraft) => {
    const limits = shownLimits(form.draft.value);
    form.edit({ limits: [...limits.slice(0, index), ...(next ? [next] : []), ...limits.slice(index + 1)] });
  };
  const plain = plainLimit(limit);
  const origin = plain && originOf(form.draft.value.profile, plain);
  return (
    <li class="limit">
      <p class="limit-sentence num">
        <NumberBox
          label={`Wanted share of ${of}, %`}
          path={`${path}.share`}
          value={limit.share}
          onValue={(share) => change({ share })}
        />{' '}
        % of {of} {within}{' '}
        {key !== undefined && (
          <NumberBox
            label={`Limit of ${of} ${within}, ${unit}`}
            path={`${path}.${key}`}
            value={limit.value}
            onValue={(value) => change({ value })}
          />
        )}{' '}
        {unit}
        <button
          type="button"
          class="quiet"
          aria-label={`Remove the limit on ${of}`}
          onClick={() => replace()}
        >
          Remove
        </button>
      </p>
      <p class="hint column">
        {limit.probes !== undefined && `Judged by ${limit.probes.join(', ')}. `}
        {origin && `${BASIS_NAMES[origin.basis]}. ${origin.source}.`}
      </p>
      <Problem path={`${path}.share`} name="Share, %" />
      {key !== undefined && <Problem path={`${path}.${key}`} name="Limit" />}
      <Problem path={`${path}.probes`} name="Probes" />
    </li>
  );
}

interface BoxProps {
  label: string;
  path: string;
  value: string;
  onValue: (value: string) => void;
}

/** A number within a sentence. */
function NumberBox({ label, path, value, onValue }: BoxProps) {
  const form = useForm();
  const problem = useProblem(path);
  const id = fieldId(path);
  return (
    <input
      id={id}
      class="number-box"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      aria-label={label}
      aria-invalid={problem === undefined ? undefined : 'true'}
      aria-describedby={problem === undefined ? undefined : `${id}-problem`}
      size={Math.max(4, value.length)}
      value={value}
      onInput={(event) => onValue(event.currentTarget.value)}
      onBlur={() => form.touch(path)}
    />
  );
}

function Problem({ path, name }: { path: string; name: string }) {
  const problem = useProblem(path);
  if (problem === undefined) return null;
  return (
    <p class="problem" id={`${fieldId(path)}-problem`}>
      {name}: {problem.reason}
    </p>
  );
}
