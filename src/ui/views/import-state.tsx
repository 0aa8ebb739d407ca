import { readingRecording, refusedRecording } from '../recording-inbox.ts';
import { reportHref } from '../router.ts';
import { RefusedFile } from './refused-file.tsx';

/** How far an import is, or why it was refused. */
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
  const { name, stored } = refused;
  return (
    <RefusedFile
      name={name}
      verdict={
        stored === undefined
          ? 'cannot be read as a recording, a samples CSV or a bundle. Nothing was stored.'
          : 'was not imported. Nothing was changed.'
      }
      open={stored && { href: reportHref(stored.id), label: `Open ${stored.name}` }}
      problems={[refused.problem]}
      onDismiss={() => {
        refusedRecording.value = undefined;
      }}
    />
  );
}
