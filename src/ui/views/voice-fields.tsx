import { TextField } from '../components/field.tsx';
import type { DraftForm } from '../draft-form.ts';
import { shownLimits, type VoiceDraft } from '../limit-drafts.ts';

const PARTS = [
  ['endpointingMs', 'End of speech noticed after'],
  ['sttMs', 'Speech to text'],
  ['ttsMs', 'Text to speech'],
] as const;

/** What a voice turn takes beside the model: it is typed in, for no probe measures it. */
export function VoiceFields({ form }: { form: DraftForm }) {
  const { voice } = form.draft.value;
  const limit = shownLimits(form.draft.value).find(({ metric }) => metric === 'turn');
  const leftMs = Number(limit?.value) - sumOf(voice);
  return (
    <>
      <div class="fields">
        {PARTS.map(([part, label]) => (
          <TextField
            key={part}
            label={label}
            path={`voice.${part}`}
            numeric
            unit="ms"
            value={voice[part]}
            onValue={(text) => form.edit({ voice: { ...form.draft.value.voice, [part]: text } })}
          />
        ))}
      </div>
      {Number.isFinite(leftMs) && (
        <p class="hint column">
          {leftMs > 0
            ? `That leaves ${leftMs} ms of the turn for the link and the model’s first output, which the chat probe measures. The three times are typed in, not measured: our judgement unless you change them.`
            : 'That leaves nothing of the turn for the link and the model: no answer can keep this limit.'}
        </p>
      )}
    </>
  );
}

const sumOf = (voice: VoiceDraft) => PARTS.reduce((sum, [part]) => sum + Number(voice[part]), 0);
