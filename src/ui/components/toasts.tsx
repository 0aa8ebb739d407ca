import { toasts } from '../toasts.ts';

export function Toasts() {
  return (
    <div class="toasts" aria-live="polite">
      {toasts.value.map(({ key, text, action }) => (
        <div key={key} class="toast">
          <span>{text}</span>
          {action !== undefined && (
            <button type="button" onClick={action.run}>
              {action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
