import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import * as v from 'valibot';

/** Node 20 reads no TypeScript: Vite's module runner does, in a process of its own as in ours. */
const BOOT = `
import { runnerImport } from 'vite';
await runnerImport(process.argv[1], { configFile: false, logLevel: 'error' });
`;

const answerSchema = v.object({
  id: v.number(),
  value: v.optional(v.unknown()),
  error: v.optional(v.string()),
});
const questionSchema = v.object({ id: v.number(), name: v.string(), value: v.unknown() });

/** A module that runs in a process of its own, so that its timing and ours do not disturb each other. */
export interface Child {
  /** Calls the handler of this name and resolves with what it returns, checked. */
  ask<S extends v.GenericSchema>(name: string, value: unknown, answer: S): Promise<v.InferOutput<S>>;
  close(): Promise<void>;
}

/** Starts `file`, a module that calls `answerParent`. Rejects if it ends before it is ready. */
export async function startChild(file: string): Promise<Child> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', BOOT, file], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    // A session of its own, which Linux weighs by itself.
    detached: true,
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => {
      const error = new Error(`The process of ${file} ended with code ${code}.`);
      for (const { reject: refuse } of waiting.values()) refuse(error);
      reject(error);
    });
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  child.on('message', (message) => {
    const { id, value, error } = v.parse(answerSchema, message);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  });
  let lastId = 0;
  return {
    async ask(name, value, answer) {
      lastId += 1;
      const id = lastId;
      const came = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      child.send({ id, name, value });
      return v.parse(answer, await Promise.race([came, ended]));
    },
    close: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}

/** Ahead of the browsers that share the processors: what a measurement is held against must not wait for them. */
const PRIORITY = -10;

/** Within the child: answers what the parent asks, and ends when the parent is gone. */
export function answerParent(handlers: Record<string, (value: unknown) => unknown>): void {
  const send = (message: object): void => void process.send?.(message);
  process.on('message', (message) => {
    const { id, name, value } = v.parse(questionSchema, message);
    const handler = handlers[name];
    const run = async (): Promise<unknown> => {
      if (handler === undefined) throw new Error(`There is no handler "${name}".`);
      return await handler(value);
    };
    run().then(
      (answer) => send({ id, value: answer }),
      (error: unknown) => send({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.once('disconnect', () => process.exit());
  hurry();
  send({ id: 0 });
}

function hurry(): void {
  try {
    setPriority(PRIORITY);
    // Where the scheduler groups processes by session (sched(7)), a priority counts within the group alone.
    writeFileSync('/proc/self/autogroup', String(PRIORITY));
  } catch {
    // Allowed to the superuser alone, and on Linux; elsewhere the truth is as noisy as the rest.
  }
}
