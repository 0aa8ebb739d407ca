import { writeFileSync } from 'node:fs';
import { startTarget } from '../../src/target/target.ts';
import { giveFile, openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { dumpDatabase } from '../support/database-image.ts';
import { dishAnswer } from '../support/dish-answer.ts';
import { syntheticRecording } from '../support/recording.ts';

/**
 * Makes `fixtures/version-N-BROWSER.json` with the app as it is built: run it
 * once, before the schema gets its next version, and keep the files.
 *   node --input-type=module -e "import { runnerImport } from 'vite';
 *     await runnerImport('./test/store/make-image.ts', { configFile: false })"
 * IMAGE_ROOT: a folder with another `dist/`; IMAGE_BROWSER: one browser alone.
 */
const root = process.env.IMAGE_ROOT ?? process.cwd();

for (const kind of BROWSER_KINDS.filter((one) => (process.env.IMAGE_BROWSER ?? one) === one)) {
  const target = await startTarget({ host: '127.0.0.1' });
  const bench = await openApp(kind, target.port, root);
  const socket = `${target.url.replace('http', 'ws')}/echo`;
  const run = async (plan: object) => {
    await openPlanLink(bench.page, bench.app.url, { dishprobePlan: 1, durationS: 3600, ...plan });
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Running');
  };
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  try {
    const files = { 'lapland.csv': syntheticRecording().split('\n').slice(0, 700).join('\n') };
    for (const [name, text] of Object.entries(files)) {
      const path = `${bench.browser.userDataDir}/${name}`;
      writeFileSync(path, text);
      await giveFile(bench.page, 'Import', path);
    }
    await shows(bench.page, 'imported from lapland.csv');
    await bench.page.waitForSelector('canvas');
    if (kind === 'chromium') {
      const dish = `${bench.browser.userDataDir}/history.json`;
      writeFileSync(dish, JSON.stringify(dishAnswer()));
      const [chooser] = await Promise.all([
        bench.page.waitForFileChooser(),
        press(bench.page, 'Import dish history'),
      ]);
      await chooser.accept([dish]);
      await shows(bench.page, 'placed by');
    }
    await run({
      name: 'Stopped',
      site: { name: 'Kiruna', link: 'starlink' },
      probes: [
        { kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 100 },
        { kind: 'http', name: 'missing', url: `${target.url}/nothing`, intervalMs: 1000 },
        {
          kind: 'chat',
          name: 'chat',
          protocol: 'openai',
          model: 'm',
          url: `${target.url}/v1/chat/completions`,
          prompt: 'Say hello.',
          maxTokens: 8,
          intervalMs: 2000,
        },
      ],
    });
    await wait(8000);
    await press(bench.page, 'Stop campaign');
    await statusIs(bench.page, 'Stopped');
    await run({
      name: 'Interrupted',
      probes: [
        { kind: 'websocket', name: 'echo', url: socket, intervalMs: 10 },
        { kind: 'http', name: 'router', role: 'control', url: `${target.url}/ping`, intervalMs: 1000 },
      ],
    });
    await wait(24_000);
    await bench.killAndReopen();
    await shows(bench.page, 'Interrupted');
    const image = await bench.page.evaluate(dumpDatabase, 'dishprobe');
    writeFileSync(`test/store/fixtures/version-${image.version}-${kind}.json`, `${JSON.stringify(image)}\n`);
  } finally {
    await bench.close();
    await target.close();
  }
}
