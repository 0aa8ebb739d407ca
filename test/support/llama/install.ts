import { installPackages, notInstalled } from '../npm-packages.ts';

const TITLE = 'The llama.cpp test server';
const VERSION = '3.22.1';

/** Prebuilt llama.cpp by `process.platform` and `process.arch`; on x64 without a GPU backend. */
const BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'linux-riscv64': 'linux-riscv64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/**
 * Installs node-llama-cpp with the one prebuilt binary of this system: 85 MB,
 * where the optional packages, which hold the binaries of all other systems and
 * GPUs, would make it 725. DISHPROBE_LLAMA_DIR names another folder.
 * Resolves with the URL of the module to import.
 * Rejects with a sentence that says what could not be had.
 */
export async function installLlama(): Promise<string> {
  const system = `${process.platform}-${process.arch}`;
  const binary = BINARIES[system];
  if (binary === undefined) throw notInstalled(TITLE, `there is no prebuilt llama.cpp for ${system}.`);
  return await installPackages({
    title: TITLE,
    folder: `llama-${VERSION}`,
    folderVariable: 'DISHPROBE_LLAMA_DIR',
    packages: [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${binary}@${VERSION}`],
    entry: 'node-llama-cpp/dist/index.js',
  });
}
