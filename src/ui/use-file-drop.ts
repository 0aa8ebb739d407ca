import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { takeFiles } from './plan-inbox.ts';
import { attempt } from './trouble.ts';

/** Takes plans, bundles, samples and recordings that are dropped anywhere on the page; the signal is true while one hovers. */
export function useFileDrop(): ReadonlySignal<boolean> {
  const hovering = useSignal(false);
  useEffect(() => {
    const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      hovering.value = true;
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) hovering.value = false;
    };
    const drop = (event: DragEvent) => {
      hovering.value = false;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      attempt(() => takeFiles(files), 'The file could not be read. ');
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [hovering]);
  return hovering;
}
