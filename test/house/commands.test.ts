import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cacheControl } from '../../src/commands/app-server.ts';
import { chooseBenches } from '../../src/commands/bench.ts';
import { benchLine } from '../../src/commands/bench-row.ts';
import { browserPlaces, isDebian, missingSentence } from '../../src/commands/browsers.ts';
import { firstPaintFiles } from '../../src/commands/bundle-size.ts';
import { demoPlan } from '../../src/commands/demo-plan.ts';
import { installError, staleReason } from '../../src/commands/install.mjs';
import { listenError, portFrom } from '../../src/commands/ports.ts';
import { COMMANDS, nodeTooOld } from '../../src/commands/run.mjs';
import { chooseSoaks } from '../../src/commands/soak.ts';
import { runNode, runSteps } from '../../src/commands/steps.ts';
import { countLine, countTests } from '../../src/commands/test.ts';
import { checkPlan } from '../../src/core/plan.ts';

describe('the commands', () => {
  it('are the npm scripts that field teams know', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const command of ['start', 'test', 'build', 'check', 'bench', 'soak', 'target']) {
      expect(scripts[command]).toBe(`node src/commands/run.mjs ${command}`);
      expect(COMMANDS).toContain(command);
    }
  });

  it('say a sentence when there is no such command', async () => {
    const { ok, output } = await runNode(['src/commands/run.mjs', 'frobnicate']);
    expect(ok).toBe(false);
    expect(output).toBe(`There is no command "frobnicate": use one of ${COMMANDS.join(', ')}.`);
  });

  it('refuse a Node that is too old, and name the one that will do', () => {
    expect(nodeTooOld('20.18.3')).toContain('needs Node 20.19 or newer, and this is Node 20.18.3');
    expect(nodeTooOld('18.20.0')).toBeDefined();
    expect(nodeTooOld('20.19.0')).toBeUndefined();
    expect(nodeTooOld('22.1.0')).toBeUndefined();
  });
});

describe('installing', () => {
  const idb = { version: '8.0.4', integrity: 'sha512-a' };
  const native = { version: '1.0.0', integrity: 'sha512-b', optional: true };
  const lock = {
    packages: { '': { version: '0.1.0' }, 'node_modules/idb': idb, 'node_modules/native': native },
  };
  const everything = () => true;

  it('is left out when what is there fits the lock file, whatever the times of the files', () => {
    const installed = { packages: { 'node_modules/idb': { ...idb, dev: true } } };
    expect(staleReason(lock, installed, everything)).toBeUndefined();
  });

  it.each([
    ['nothing is installed', undefined],
    ['an install broke off', {}],
    ['a package is missing', { packages: { 'node_modules/native': native } }],
    ['a version differs', { packages: { 'node_modules/idb': { ...idb, version: '8.0.3' } } }],
    ['a content differs', { packages: { 'node_modules/idb': { ...idb, integrity: 'sha512-c' } } }],
    ['a package is no longer used', { packages: { 'node_modules/idb': idb, 'node_modules/old': idb } }],
  ])('is done when %s', (_, installed) => {
    expect(staleReason(lock, installed, everything)).toBeTypeOf('string');
  });

  it('is done when a folder was deleted', () => {
    const installed = { packages: { 'node_modules/idb': idb } };
    expect(staleReason(lock, installed, () => false)).toBe('node_modules/idb was deleted');
  });

  it('says that the network is missing when it is', () => {
    expect(installError('npm error code EAI_AGAIN', 1)).toContain('cannot reach its registry');
    expect(installError('npm error code EINTEGRITY', 1)).toContain('code 1');
  });
});

describe('finding browsers', () => {
  it('takes the variable and nothing else when it is set', () => {
    expect(browserPlaces('chromium', { CHROME_PATH: '/opt/c' }, 'linux')).toEqual(['/opt/c']);
    expect(missingSentence(['chromium'], { CHROME_PATH: '/opt/c' })).toContain('CHROME_PATH=/opt/c');
  });

  it('looks in the usual places of each system', () => {
    expect(browserPlaces('firefox', { PATH: '' }, 'linux')).toContain('/usr/bin/firefox-esr');
    expect(browserPlaces('chromium', {}, 'darwin')).toContain(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(browserPlaces('firefox', { PROGRAMFILES: 'C:\\Programs' }, 'win32')).toContain(
      'C:\\Programs\\Mozilla Firefox\\firefox.exe',
    );
  });

  it('says in one line what to install', () => {
    const sentence = missingSentence(['chromium', 'firefox'], {});
    expect(sentence).toContain('chromium firefox-esr');
    expect(sentence).not.toContain('\n');
  });

  it('knows Debian and its children', () => {
    expect(isDebian('NAME="Debian"\nID=debian\n')).toBe(true);
    expect(isDebian('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true);
    expect(isDebian('ID=fedora\nVERSION_ID=debian\n')).toBe(false);
  });
});

describe('starting', () => {
  it('offers a demo plan that the app accepts', () => {
    expect(checkPlan(demoPlan('localhost', 4174))).toMatchObject({ ok: true });
  });

  it('names the variable of a port that is no port, or is taken', () => {
    expect(portFrom('PORT', undefined, 4173)).toBe(4173);
    expect(portFrom('PORT', '0', 4173)).toBe(0);
    expect(() => portFrom('PORT', 'http', 4173)).toThrow('PORT is "http"');
    expect(() => portFrom('PORT', '65536', 4173)).toThrow('65535');
    const taken = Object.assign(new Error('listen'), { code: 'EADDRINUSE' });
    expect(listenError(taken, 'the app', 'PORT', 4173)).toMatchObject({
      message: expect.stringContaining('Port 4173 for the app is in use'),
    });
  });

  it('lets browsers keep what carries a hash, and ask again for the rest', () => {
    expect(cacheControl('/assets/index-BvX2_a9Q.js')).toContain('immutable');
    for (const path of ['/', '/index.html', '/sw.js', '/manifest.webmanifest']) {
      expect(cacheControl(path)).toBe('no-cache');
    }
  });
});

describe('checking', () => {
  it('runs its steps at the same time, tells them in order, and goes on when one throws', async () => {
    const told: string[] = [];
    const begun = new EventEmitter();
    const meet = async (own: string, other: string) => {
      const both = once(begun, other);
      setImmediate(() => begun.emit(own));
      await both;
    };
    const counts = await runSteps(
      [
        { name: 'first', run: () => meet('first', 'last').then(() => ({ ok: true, output: '' })) },
        { name: 'thrown', run: () => Promise.reject(new Error('no such tool')) },
        { name: 'last', run: () => meet('last', 'first').then(() => ({ ok: false, output: 'a complaint' })) },
      ],
      (text) => told.push(text),
    );
    expect(counts).toEqual({ passed: 1, failed: 2 });
    expect(told.join('').replace(/\d+\.\d/g, 'n')).toBe(
      'ok      first (n s)\nfailed  thrown (n s)\nError: no such tool\nfailed  last (n s)\na complaint\n',
    );
  });
});

describe('counting', () => {
  it('counts a file that cannot be collected, and an error outside every test, as failed', () => {
    const test = (state: 'passed' | 'failed' | 'skipped') => ({ result: () => ({ state }) });
    const module = (states: Parameters<typeof test>[0][], errors: unknown[]) => ({
      errors: () => errors,
      children: { allTests: () => states.map(test), allSuites: () => [] },
    });
    const modules = [module(['passed', 'failed', 'skipped'], []), module([], [new Error('no such import')])];
    expect(countLine(countTests(modules, 1))).toBe('1 passed, 3 failed');
  });

  it('weighs what the entry imports statically, each file once', () => {
    const manifest = {
      'index.html': { file: 'a.js', imports: ['_b.js', '_c.js'] },
      '_b.js': { file: 'b.js', imports: ['_c.js'] },
      '_c.js': { file: 'c.js' },
      'late.ts': { file: 'late.js' },
    };
    expect(firstPaintFiles(manifest)).toEqual(['a.js', 'b.js', 'c.js']);
  });

  it('prints a figure as one line of JSON, with the ratio to its peer', () => {
    const row = { metric: 'p50', value: 30, unit: 'ms', peer: 'ping', peerValue: 20 };
    expect(JSON.parse(benchLine('accuracy', row))).toEqual({
      bench: 'accuracy',
      metric: 'p50',
      value: 30,
      unit: 'ms',
      peer: 'ping',
      peer_value: 20,
      ratio: 1.5,
    });
    expect(JSON.parse(benchLine('store', { metric: 'm', value: 1, unit: 's' })).peer_value).toBeNull();
    expect(() => chooseBenches(['nope'], ['accuracy', 'store'])).toThrow('use one of accuracy, store');
  });
});

describe('soaking', () => {
  const existing = ['hidden', 'kill'];

  it('runs the soak that is named, as long as is said, and all of them without a name', () => {
    expect(chooseSoaks(['kill', '200'], existing)).toEqual({ names: ['kill'], amount: 200 });
    expect(chooseSoaks(['kill'], existing)).toEqual({ names: ['kill'], amount: undefined });
    expect(chooseSoaks([], existing)).toEqual({ names: existing, amount: undefined });
  });

  it('says what there is, and what an amount is', () => {
    expect(() => chooseSoaks(['nope'], existing)).toThrow('use one of hidden, kill');
    for (const amount of ['0', '-1', '1.5', 'ten']) {
      expect(() => chooseSoaks(['kill', amount], existing)).toThrow('whole number of at least 1');
    }
  });
});
