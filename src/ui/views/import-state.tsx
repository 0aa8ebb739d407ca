import { readingRecording, refusedRecording } from '../recording-inbox.ts';
import { RefusedFile } from './refused-file.tsx';

/** How far the import of a recording is, or why it was refused. */
export function ImportState() {
  const reading = readingRecording.value;
  const refused = refusedRecording.value;
  if (reading !== undefined) {
    return (
      <label class="import-progress num">
        <span>
          Reading <strong>{reading.name}</strong>
        </span>
        <progress class="progress" value={reading.share} max={1} />
      </label>
    );
  }
  if (refused === undefined) return null;
  return (
    <RefusedFile
      name={refused.name}
      verdict="is not a recording that this app can read. Nothing was stored."
      problems={[refused.problem]}
      onDismiss={() => {
        refusedRecording.value = undefined;
      }}
    />
  );
}
