import { signal } from '@preact/signals';

export interface Toast {
  key: number;
  text: string;
  action?: { label: string; run: () => void } | undefined;
}

export const toasts = signal<Toast[]>([]);

let nextKey = 1;

/** Shows a short message for a while. Returns a function that takes it away at once. */
export function showToast(text: string, action?: Toast['action'], lastsMs = 8000): () => void {
  const key = nextKey++;
  const remove = () => {
    toasts.value = toasts.value.filter((toast) => toast.key !== key);
  };
  toasts.value = [...toasts.value, { key, text, action }].slice(-3);
  setTimeout(remove, lastsMs);
  return remove;
}
