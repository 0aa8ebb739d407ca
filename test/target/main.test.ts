import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { readArgs } from '../../src/target/args.ts';
import { started } from './support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = `
  import { runnerImport } from 'vite';
  const { module } = await runnerImport('./src/target/main.ts', { configFile: false });
  await module.main(process.argv.slice(1), process.env);
`;

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, '--', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

describe('the reference endpoint as a command', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its URL, and %s ends it with connections open',
    async (signal) => {
      const child = run([], { TARGET_PORT: '0', HOST: 'localhost' });
      const [line] = await once(child.stdout, 'data');
      const port = Number(/http:\/\/localhost:(\d+) \(this machine only\)/.exec(String(line))?.[1]);
      const socket = connect(port, '127.0.0.1');
      socket.write('GET /download?bytes=1073741824 HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(socket, 'readable');
      const exit = once(child, 'exit');
      child.kill(signal);
      socket.on('error', () => undefined);
      expect(await exit).toEqual([0, null]);
      socket.destroy();
    },
  );

  it('says which port is in use, without a stack', async () => {
    const { port } = await started();
    const child = run([], { TARGET_PORT: String(port), HOST: 'localhost' });
    const [said, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(exit).toEqual([1, null]);
    expect(said).toContain(`Port ${port} is in use. Stop what uses it, or choose another with TARGET_PORT=`);
    expect(said).not.toMatch(/\n\s+at /);
  });

  it('says which flag it does not know', async () => {
    const child = run(['--lnk', 'starlink'], {});
    const [said, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(exit).toEqual([1, null]);
    expect(said.trim()).toBe(
      '"--lnk" is not known. The reference endpoint takes --link starlink and --seed N.',
    );
  });
});

describe('flags and environment', () => {
  it('listens for other machines unless told otherwise, and simulates no link', () => {
    expect(readArgs([], {})).toEqual({ ok: true, options: { port: 4174, host: '::' } });
    const env = { TARGET_PORT: '80', HOST: 'localhost' };
    expect(readArgs(['--link=starlink', '--seed', '7'], env)).toEqual({
      ok: true,
      options: { port: 80, host: 'localhost', link: 'starlink', seed: 7 },
    });
  });

  it.each([
    [['--link'], {}, '--link takes starlink, found nothing.'],
    [['--link', 'geo'], {}, '--link takes starlink, found "geo".'],
    [['--seed', '-1'], {}, '--seed takes a whole number from 0 to 4294967295, found "-1".'],
    [[], { TARGET_PORT: '70000' }, 'TARGET_PORT must be a number from 0 to 65535, found "70000".'],
  ])('%j %j: %s', (args, env, message) => {
    expect(readArgs(args, env)).toEqual({ ok: false, message });
  });
});

describe('addresses', () => {
  const every = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const hasIpv6 = every.some(({ address }) => address === '::1');
  const outside = every.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

  async function reaches(port: number, host: string): Promise<boolean> {
    const socket = connect(port, host);
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    }).then((reached) => {
      socket.destroy();
      return reached === true;
    });
  }

  it('localhost answers on both loopback addresses and on no other', async () => {
    const { port, url } = await started();
    expect(url).toBe(`http://localhost:${port}`);
    expect(await reaches(port, '127.0.0.1')).toBe(true);
    expect(await reaches(port, '::1')).toBe(hasIpv6);
    if (outside !== undefined) expect(await reaches(port, outside)).toBe(false);
  });

  it('every address answers where asked for, and the port is free after close()', async () => {
    const target = await started({ host: '::' });
    for (const host of ['127.0.0.1', ...(outside === undefined ? [] : [outside])]) {
      expect(await reaches(target.port, host)).toBe(true);
    }
    await target.close();
    expect(await reaches(target.port, '127.0.0.1')).toBe(false);
    const again = await started({ host: '::', port: target.port });
    expect(again.port).toBe(target.port);
  });
});
