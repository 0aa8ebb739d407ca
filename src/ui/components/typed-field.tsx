import { EMPTY } from '../format.ts';
import { readTyped, type TypedNumber, typedOf, typeIn } from '../typed-numbers.ts';
import { usePaper } from './paper.ts';

const SOURCES = { default: 'default, not measured', typed: 'typed in', none: 'not given' } as const;

/** A field for a number that was not measured, which says whose number it is. */
export function TypedField({ campaignId, field }: { campaignId: string; field: TypedNumber }) {
  const texts = typedOf(campaignId);
  const { problem, source } = readTyped(field, texts);
  const id = `typed-${field.key}`;
  if (usePaper() !== undefined)
    return (
      <div class="field">
        <span class="field-name">{field.label}</span>
        <span>{source === 'none' ? EMPTY : `${texts[field.key] ?? field.preset} ${field.unit}`}</span>
        <p class="hint">{problem ?? SOURCES[source]}</p>
      </div>
    );
  return (
    <div class="field" data-bad={problem === undefined ? undefined : ''}>
      <label for={id}>{field.label}</label>
      <span class="input-unit input-number">
        <input
          id={id}
          type="text"
          inputMode={field.whole === true ? 'numeric' : 'decimal'}
          autocomplete="off"
          value={texts[field.key] ?? field.preset?.toString() ?? ''}
          aria-describedby={`${id}-said`}
          aria-invalid={problem === undefined ? undefined : 'true'}
          onInput={(event) => typeIn(campaignId, field.key, event.currentTarget.value)}
          onBlur={(event) => {
            if (event.currentTarget.value.trim() === '') typeIn(campaignId, field.key, undefined);
          }}
        />
        <span class="unit">{field.unit}</span>
      </span>
      <p class={problem === undefined ? 'hint' : 'problem'} id={`${id}-said`}>
        {problem ?? [SOURCES[source], field.hint].filter((part) => part !== undefined).join('. ')}
      </p>
    </div>
  );
}
