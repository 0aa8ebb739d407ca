import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { tellTrouble } from '../trouble.ts';
import { Skeleton } from './parts.tsx';

/** A view whose code is fetched when it is first shown. */
export function lazyView<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const loaded = signal<ComponentType<P> | undefined>(undefined);
  let asked = false;
  return function Lazy(props: P) {
    const View = loaded.value;
    if (View !== undefined) return <View {...props} />;
    if (!asked) {
      asked = true;
      load().then(
        (view) => {
          loaded.value = view;
        },
        () => {
          asked = false;
          tellTrouble(
            'A part of the app could not be loaded. Reload the page; if you are offline, connect once so that it can be stored.',
          );
        },
      );
    }
    return <Skeleton height={480} />;
  };
}
