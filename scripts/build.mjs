/**
 * Bundles the command `edk` into dist/edk. Parts that are imported dynamically become chunks of their own, so that
 * start-up reads little. Usage: node scripts/build.mjs [--entry FILE --out FOLDER] (for tests of the build itself).
 */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const repository = resolve(import.meta.dirname, '..');

/** A running edk may still load one of its chunks, so replaced ones stay this long. */
const KEEP_REPLACED_MS = 24 * 60 * 60 * 1000;

/** What CommonJS packages expect to find when they run inside an ES module. */
const COMMONJS_SHIM = [
  "import { createRequire as __edkCreateRequire } from 'node:module';",
  "import { dirname as __edkDirname } from 'node:path';",
  "import { fileURLToPath as __edkFileURLToPath } from 'node:url';",
  'const require = __edkCreateRequire(import.meta.url);',
  'const __filename = __edkFileURLToPath(import.meta.url);',
  'const __dirname = __edkDirname(__filename);',
].join('\n');

async function build({ entry, out }) {
  const { build: bundle } = await import('esbuild');
  const result = await bundle({
    absWorkingDir: repository,
    entryPoints: { edk: entry },
    outdir: out,
    // Chunks lie beside the entry, so that every module sees the same folder.
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Native parts are optional for the packages that ask for them; .node files cannot be bundled.
    external: ['*.node', 'cpu-features'],
    banner: { js: COMMONJS_SHIM },
    plugins: [leanPackages],
    legalComments: 'external',
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(out, { recursive: true });
  // The entry last: whoever starts edk meanwhile gets the old or the new one, each with all its chunks.
  const files = result.outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)));
  for (const file of files) writeWhole(file.path, file.contents);
  removeReplaced(out, new Set(files.map((file) => basename(file.path))));
}

/** What packages load at their start although edk hardly ever needs it: some 50 ms of a build. */
const leanPackages = {
  name: 'lean-packages',
  setup({ onLoad }) {
    // Messages of schemas in some fifty languages; ours are English.
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: join(repository, 'node_modules', 'zod', 'v4', 'locales'),
    }));
    // dockerode's BuildKit session with a library for gRPC; edk opens its own (src/core/docker/openBuildSession.ts).
    onLoad({ filter: /[\\/]dockerode[\\/]lib[\\/]session\.js$/ }, () => ({
      contents: "module.exports = () => { throw new Error('edk opens its own build session.'); };",
    }));
    // An SSH client, for a DOCKER_HOST that begins with ssh:.
    onLoad({ filter: /[\\/]docker-modem[\\/]lib[\\/]ssh\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const lazy = text
        .replace("var Client = require('ssh2').Client,\n  http", 'var http')
        .replace('new Client()', "new (require('ssh2').Client)()");
      if (/\bClient\b(?!\)\(\))/.test(lazy)) throw new Error(`${path} loads ssh2 in another way than expected.`);
      return { contents: lazy };
    });
  },
};

function isEntry(path) {
  return basename(path) === 'edk.js';
}

function writeWhole(path, contents) {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  const bytes = isEntry(path) ? Buffer.concat([Buffer.from('#!/usr/bin/env node\n'), contents]) : contents;
  writeFileSync(temporary, bytes, { mode: isEntry(path) ? 0o755 : 0o644 });
  renameSync(temporary, path);
}

function removeReplaced(out, current) {
  const isPacking = process.env.npm_command === 'pack' || process.env.npm_command === 'publish';
  const oldest = isPacking ? Infinity : Date.now() - KEEP_REPLACED_MS;
  for (const name of readdirSync(out)) {
    const path = join(out, name);
    const status = statSync(path);
    if (status.isFile() && !current.has(name) && status.mtimeMs < oldest) rmSync(path, { force: true });
  }
}

const { values } = parseArgs({ options: { entry: { type: 'string' }, out: { type: 'string' } } });
try {
  await build({
    entry: resolve(values.entry ?? join(repository, 'src', 'cli', 'main.ts')),
    out: resolve(values.out ?? join(repository, 'dist', 'edk')),
  });
} catch (error) {
  if (error?.code === 'ERR_MODULE_NOT_FOUND' && process.env.npm_lifecycle_event === 'prepare') {
    console.log('edk is not built: its build tools are not among the installed packages.');
  } else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
