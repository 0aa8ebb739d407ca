import { installPackages, notInstalled } from '../npm-packages.ts';

const TITLE = 'The KServe test server';
const VERSION = '1.30.0';

/** Prebuilt ONNX Runtime in the package, by `process.platform` and `process.arch`. */
const SYSTEMS = ['linux/x64', 'linux/arm64', 'darwin/arm64', 'win32/x64', 'win32/arm64'];

/**
 * Installs onnxruntime-node, of which one of five prebuilt binaries is kept: 50 MB on
 * Linux, of 290 that are fetched. DISHPROBE_ONNX_DIR names another folder.
 * Resolves with the URL of the module to import.
 * Rejects with a sentence that says what could not be had.
 */
export async function installOnnx(): Promise<string> {
  const system = `${process.platform}/${process.arch}`;
  if (!SYSTEMS.includes(system))
    throw notInstalled(TITLE, `there is no prebuilt ONNX Runtime for ${system}.`);
  return await installPackages({
    title: TITLE,
    folder: `onnx-${VERSION}`,
    folderVariable: 'DISHPROBE_ONNX_DIR',
    packages: [`onnxruntime-node@${VERSION}`],
    entry: 'onnxruntime-node/dist/index.js',
    unused: SYSTEMS.filter((other) => other !== system).map(
      (other) => `onnxruntime-node/bin/napi-v6/${other}`,
    ),
  });
}
