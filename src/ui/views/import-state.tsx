import {
  cancellingImport,
  cancelReading,
  type RefusedRecording,
  readingRecording,
  refusedRecordings,
} from '../recording-inbox.ts';
import { reportHref } from '../router.ts';
import { attempt } from '../trouble.ts';
import { RefusedFile } from './refused-file.tsx';

/** How far an import is, and which files were refused, with the reason. */
export function ImportState() {
  const reading = readingRecording.value;
  return (
    <>
      {reading !== undefined && (
        <div class="import-progress num">
          <label>
            <span>
              Reading {reading.place && `${reading.place.nth} of ${reading.place.of}: `}
              <strong>{reading.name}</strong>
            </span>
            <progress class="progress" value={reading.share} max={1} />
          </label>
          <button
            type="button"
            class="quiet"
            disabled={cancellingImport.value}
            onClick={() => attempt(cancelReading)}
          >
            {cancellingImport.value ? 'Cancelling' : 'Cancel the import'}
          </button>
        </div>
      )}
      {refusedRecordings.value.map((refused) => (
        <Refused key={refused} refused={refused} />
      ))}
    </>
  );
}

function Refused({ refused }: { refused: RefusedRecording }) {
  const { name, stored, problem, isUnreadable } = refused;
  return (
    <RefusedFile
      name={name}
      verdict={
        isUnreadable
          ? 'cannot be read as a recording, a samples CSV or a bundle. Nothing was stored.'
          : 'was not imported. Nothing was changed.'
      }
      open={stored && { href: reportHref(stored.id), label: `Open ${stored.name}` }}
      problems={[problem]}
      onDismiss={() => {
        refusedRecordings.value = refusedRecordings.value.filter((other) => other !== refused);
      }}
    />
  );
}
