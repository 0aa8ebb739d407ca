import { useSignal } from '@preact/signals';
import { useContext } from 'preact/hooks';
import { attempt } from '../trouble.ts';
import { CaptionContext, type Frame } from './paper.ts';

/** Saves a plot as a picture at print size, where it is known what it is of. */
export function PictureButton({ frame, probe }: { frame: Frame; probe: string | undefined }) {
  const caption = useContext(CaptionContext);
  const busy = useSignal(false);
  if (caption === undefined) return null;
  const save = async () => {
    const { plot, title, keys } = frame;
    if (busy.value || plot === undefined) return;
    busy.value = true;
    try {
      const { savePicture } = await import('../paper/save-picture.ts');
      await savePicture({ ...plot, title, keys, probe }, caption);
    } finally {
      busy.value = false;
    }
  };
  return (
    <button
      type="button"
      class="quiet picture-button"
      aria-label={`Save as PNG: ${frame.title}`}
      aria-busy={busy.value}
      onClick={() => attempt(save, 'The picture was not saved. ')}
    >
      Save as PNG
    </button>
  );
}
