/**
 * npm run check:unit: bundles the unit tests and runs them with mocha, which gets all arguments. Translating and loading
 * the product's modules one by one takes nearly as long as the tests. In processes of our own side by side: mocha's
 * workers may be ended before their coverage is written.
 */
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { runCommand } from './setup/command.mjs';
import { repository } from './setup/folders.mjs';
import { runVisibly } from './setup/run.mjs';
import { addCounts, readCounts } from './setup/testCounts.mjs';

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

/** Long files take longer, roughly: dealt out by length, there and back, so that nobody gets the longer one each time. */
const tests = Object.entries(metafile.outputs)
  .flatMap(([file, { entryPoint }]) => (entryPoint?.endsWith('.test.ts') ? [{ file, entryPoint }] : []))
  .sort((one, other) => lengthOf(other) - lengthOf(one) || one.file.localeCompare(other.file));
const shares = Array.from({ length: options.jobs }, (_, number) => ({
  number,
  files: tests.filter((_test, index) => shareOf(index) === number).map(({ file }) => file),
}));

function lengthOf({ entryPoint }) {
  return metafile.inputs[entryPoint].bytes;
}

function shareOf(index) {
  const place = index % (2 * options.jobs);
  return Math.min(place, 2 * options.jobs - 1 - place);
}

/** @returns {Promise<number>} the exit code of mocha */
function runShare({ number, files, counts, output }, { temporary, signal }) {
  const config = join(folder, `mocha-${number}.json`);
  // With options for Node in its configuration mocha would start a process more.
  writeFileSync(config, JSON.stringify({ ...options, 'node-option': undefined, spec: files }));
  const mochaArguments = [mocha, '--no-package', '--config', config, ...process.argv.slice(2)];
  return runVisibly(process.execPath, ['--enable-source-maps', ...mochaArguments], {
    signal,
    cwd: repository,
    output,
    env: { ...process.env, TMPDIR: temporary, ...(counts && { EDK_TEST_COUNTS: counts }) },
  });
}

const logOf = (number) => join(folder, `share-${number}.log`);

/** In memory where that has room: most tests write small files. */
function makeTemporaryFolder() {
  const temporary = mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), 'edk-unit-'));
  // Some tests give up root's powers.
  chmodSync(temporary, 0o755);
  return temporary;
}

function hasRoom(path) {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize > 512 * 1024 ** 2;
  } catch {
    return false;
  }
}

await runCommand(async ({ signal, toStop }) => {
  const counts = process.env.EDK_TEST_COUNTS;
  const temporary = makeTemporaryFolder();
  toStop.push(async () => rmSync(temporary, { recursive: true, force: true }));
  // One is seen as it goes on, the others when all have ended.
  const runs = shares.map((share) => ({
    ...share,
    counts: counts && `${counts}.${share.number}`,
    output: share.number === 0 ? 'inherit' : openSync(logOf(share.number), 'w'),
  }));
  const codes = await Promise.all(runs.map((run) => runShare(run, { temporary, signal })));
  for (const { number, output } of runs) {
    if (output === 'inherit') continue;
    process.stdout.write(readFileSync(logOf(number)));
    closeSync(output);
  }
  if (counts) writeFileSync(counts, JSON.stringify(addCounts(runs.map((run) => readCounts(run.counts)))));
  return Math.max(...codes);
});
