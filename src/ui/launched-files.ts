import { takeFile } from './plan-inbox.ts';
import { attempt } from './trouble.ts';

interface LaunchParams {
  files?: readonly FileSystemFileHandle[];
}

declare global {
  interface Window {
    /** Files that the operating system opens with the installed app (Web App Launch Handler). */
    launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void };
  }
}

/** Takes files that are opened with the installed app, as if they were dropped on its page. */
export function takeLaunchedFiles(): void {
  window.launchQueue?.setConsumer(({ files = [] }) => {
    const [handle] = files;
    if (handle === undefined) return;
    attempt(async () => takeFile(await handle.getFile()), 'The file could not be read. ');
  });
}
