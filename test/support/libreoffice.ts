import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const COMMANDS = ['soffice', 'libreoffice'];
/** Comma, double quotes, UTF-8, from the first row, all columns as they come, formulas as formulas. */
const CSV_IN = 'CSV:44,34,76,1,,0,false,false,false,false,false,-1,true';
/** The same, written out with the values of cells and not with their looks. */
const CSV_OUT = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false';

/** A LibreOffice that runs without a window. */
export interface Office {
  version: string;
  /** Opens files of one kind, saves them in a folder in the other format and resolves with the new paths. */
  convert(paths: readonly string[], to: 'fods' | 'xlsx' | 'csv', folder: string): Promise<string[]>;
}

/** The LibreOffice of this machine, by `SOFFICE_PATH` or in the PATH; nothing where there is none. */
export function findOffice(): Office | undefined {
  const named = process.env.SOFFICE_PATH;
  for (const command of named === undefined ? COMMANDS : [named]) {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const version = /^LibreOffice ([\d.]+)/.exec(stdout ?? '')?.[1];
    if (status === 0 && version !== undefined) return { version, convert: converter(command) };
  }
  return undefined;
}

const converter =
  (command: string): Office['convert'] =>
  async (paths, to, folder) => {
    const isCsv = paths.some((path) => extname(path) === '.csv');
    const args = [
      '--headless',
      // One of its own: that of the user may be open.
      `-env:UserInstallation=${pathToFileURL(join(folder, 'office-profile')).href}`,
      ...(isCsv ? [`--infilter=${CSV_IN}`] : []),
      '--convert-to',
      to === 'csv' ? CSV_OUT : to,
      '--outdir',
      folder,
      ...paths,
    ];
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Dots in numbers, whatever the machine's language is.
      env: { ...process.env, LC_ALL: 'C', SAL_USE_VCLPLUGIN: 'svp' },
      timeout: 300_000,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
    });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`LibreOffice ended with code ${code}. ${said}`);
    return paths.map((path) => join(folder, `${basename(path, extname(path))}.${to}`));
  };
