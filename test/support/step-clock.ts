import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A wall clock that can be set for the programs that are started with `env`, and for no others. */
export interface StepClock {
  env: Record<string, string>;
  /** Moves it by `ms`, ahead or back. */
  stepBy(ms: number): void;
  close(): void;
}

/** Compiles the shim; undefined where this is no Linux, or has no C compiler. */
export function createStepClock(): StepClock | undefined {
  if (process.platform !== 'linux') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-clock-'));
  const library = join(folder, 'step-clock.so');
  const source = join('test', 'support', 'step-clock.c');
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  const close = () => rmSync(folder, { recursive: true, force: true });
  if (status !== 0) {
    close();
    return undefined;
  }
  const file = join(folder, 'offset');
  let offsetMs = 0;
  const write = () => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(offsetMs) * 1_000_000n);
    // In place, not a new file: running programs have this one mapped.
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, bytes, 0, 8, 0);
    closeSync(descriptor);
  };
  writeFileSync(file, Buffer.alloc(8));
  return {
    // Firefox's sandbox would keep its content processes from the file.
    env: { LD_PRELOAD: library, STEP_CLOCK_FILE: file, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
    stepBy(ms) {
      offsetMs += ms;
      write();
    },
    close,
  };
}
