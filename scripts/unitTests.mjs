/**
 * npm run check:unit: bundles the unit tests and runs them with mocha, which gets all arguments. Translating and loading
 * the product's modules one by one takes nearly as long as the tests. In one process: mocha's workers may be ended before
 * their coverage is written.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { runCommand } from './setup/command.mjs';
import { repository } from './setup/folders.mjs';
import { runVisibly } from './setup/run.mjs';

/** Below the repository, so that packages are found. */
const folder = join(repository, 'node_modules', '.cache', 'unit');
const mocha = fileURLToPath(import.meta.resolve('mocha/bin/mocha.js'));
const { mocha: options } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** What a module knows of its place stays true in the bundle. */
const places = {
  name: 'places',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: 'ts' };
    });
  },
};

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: repository,
  entryPoints: ['test/unit/**/*.test.ts'],
  outbase: repository,
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
  plugins: [places],
});

const spec = Object.entries(metafile.outputs).flatMap(([file, { entryPoint }]) => (entryPoint ? [file] : []));
const config = join(folder, 'mocha.json');
writeFileSync(config, JSON.stringify({ ...options, 'node-option': ['enable-source-maps'], spec }));
await runCommand(({ signal }) =>
  runVisibly(process.execPath, [mocha, '--no-package', '--config', config, ...process.argv.slice(2)], {
    signal,
    cwd: repository,
  }),
);
