import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/**
 * Builds the workers within the page's own module graph, so that the three share
 * their chunks; Vite by itself would give each worker a copy of every library.
 */
function workersShareChunks(): Plugin {
  return {
    name: 'dishprobe:workers-share-chunks',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/src/ui/')) return undefined;
      return code.replace(
        /new URL\('(\.\.\/worker\/[\w-]+\.ts)', import\.meta\.url\)/g,
        (_, path: string) => {
          const worker = fileURLToPath(new URL(path, new URL('src/ui/', import.meta.url)));
          return `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'chunk', id: worker })}`;
        },
      );
    },
  };
}

export default defineConfig({
  // Relative addresses: the build works from any static host and any sub-path.
  base: './',
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    target: 'es2023',
    manifest: true,
    // Takes unused parts out of Chart.js that the default leaves in: 7 kB of 48 after gzip.
    minify: 'terser',
    terserOptions: { module: true, compress: { passes: 3, ecma: 2020, keep_fargs: false } },
    rolldownOptions: {
      output: {
        // Within the scope of the empty service worker, which must not be answered from a cache itself.
        chunkFileNames: ({ name }) => `${name === 'campaign' ? 'engine/run' : 'assets'}/[name]-[hash].js`,
        codeSplitting: {
          groups: [
            {
              name: 'base',
              // What the page needs before the first paint, and what the store needs of core.
              test: /src\/(core\/([^/]+|schedule\/.+|(link\/(track|spans)|dish\/history(-schema)?|stats\/percentile|verdict\/(limit-schema|judgement)))\.ts|store\/(door|broken-imports|campaigns|connection|database|import-lock|inspect|new-id|no-answer|running-campaign|migrations\/(index|version-\d+))\.ts)|node_modules\/(valibot|idb|comlink)\/|vite\/preload-helper/,
              priority: 2,
            },
            {
              name: 'engine',
              test: /src\/(core\/(inference(?!\/dictionary)|link|stats|recording|dish|training\/link|verdict\/(attainment|count))|engine|probes|report(?!\/(bundle|parquet|samples-import|hgrm|export-kinds|csv\/(file-name|utc|csv-cell)))|worker\/(?!campaign(-fallback)?\.ts|analysis\.ts|import\/|export\/(bundle|parquet|day|hgrm|zip)))|eventsource-parser/,
              priority: 1,
            },
          ],
        },
      },
    },
    modulePreload: {
      // A preload helper would ask for chunks that the user may never open.
      polyfill: false,
      // Preloading adds links to the document, which a worker does not have.
      resolveDependencies: (_, deps, { hostId }) => (/(^|\/)(analysis|engine)-/.test(hostId) ? [] : deps),
    },
  },
  worker: { format: 'es' },
  plugins: [
    workersShareChunks(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: null,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        globIgnores: ['engine/**'],
      },
      manifest: {
        id: './',
        name: 'Dishprobe',
        short_name: 'Dishprobe',
        description: 'Measures whether a model\u2019s latency tolerance is met over a real satellite link.',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#f7f7f5',
        theme_color: '#14202b',
        categories: ['utilities', 'productivity'],
        // An installed app opens these from the file manager (Chromium on a desktop).
        file_handlers: [
          {
            action: './',
            accept: { 'application/gzip': ['.dishprobe'] },
          },
        ],
        launch_handler: { client_mode: 'focus-existing' },
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
});
