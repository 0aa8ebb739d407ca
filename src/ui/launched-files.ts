import { takeFiles } from './plan-inbox.ts';
import { attempt, tellTrouble } from './trouble.ts';

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
    if (files.length === 0) return;
    attempt(async () => {
      const found = await Promise.all(files.map(fileOf));
      await takeFiles(found.filter((file) => file !== undefined));
    }, 'The file could not be read. ');
  });
}

/** One that cannot be had keeps none of the others out. */
async function fileOf(handle: FileSystemFileHandle): Promise<File | undefined> {
  try {
    return await handle.getFile();
  } catch (error) {
    tellTrouble(error, `${handle.name} could not be read. `);
    return undefined;
  }
}
