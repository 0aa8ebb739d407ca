import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openStream } from './client.ts';
import { installLlama } from './install.ts';
import { startLlama } from './start.ts';

const TEST_TIMEOUT_MS = 60_000;
/** The first installation fetches 85 MB. */
const INSTALL_TIMEOUT_MS = 300_000;

describe('the life of the llama.cpp test server', { timeout: TEST_TIMEOUT_MS }, () => {
  beforeAll(installLlama, INSTALL_TIMEOUT_MS);

  it('leaves no process behind when it is closed in the middle of an answer', async () => {
    const server = await startLlama();
    const response = await openStream(server, { max_tokens: 1900 });
    const cut = expect(response.text()).rejects.toThrow();
    await server.close();
    await cut;
    await server.close();
    expect(() => process.kill(server.pid, 0)).toThrow(/ESRCH/);
  });

  it('refuses a port that is taken, with a sentence', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    try {
      await expect(startLlama({ port: port ?? 0 })).rejects.toThrow(/could not be started: .*EADDRINUSE/);
    } finally {
      holder.close();
    }
  });

  it('ends with its parent, even when that is killed', async () => {
    const start = fileURLToPath(new URL('./start.ts', import.meta.url));
    const script = `
      import { runnerImport } from 'vite';
      const { module } = await runnerImport(${JSON.stringify(start)}, { configFile: false });
      console.log((await module.startLlama()).url);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url]: unknown[] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const { port } = new URL(String(url).trim());
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket.resume(), 'close');
    parent.kill('SIGKILL');
    await closed;
  });

  it('says in a sentence that the registry cannot be reached, and leaves nothing half done', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dishprobe-install-'));
    vi.stubEnv('DISHPROBE_LLAMA_DIR', join(folder, 'llama'));
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
    vi.stubEnv('npm_config_cache', join(folder, 'npm'));
    try {
      await expect(installLlama()).rejects.toThrow(
        /^The llama\.cpp test server could not be installed: the package registry cannot be reached/,
      );
      expect((await readdir(folder)).filter((name) => name.startsWith('llama'))).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
