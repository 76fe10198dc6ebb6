/**
 * Bundles the extension into dist/extension.cjs, the pages of its panels into dist/webview, and the command `edk` into
 * dist/edk, and writes the JSON schemas for editors. Parts that are imported dynamically become chunks of their own, so
 * that start-up reads little. Large libraries that both need lie once, in dist/edk/libraries.
 * Usage: node scripts/build.mjs [--dist FOLDER]   instead of the repository's dist: for packing
 *        node scripts/build.mjs [--entry FILE] --out FOLDER   edk alone, for tests
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const repository = resolve(import.meta.dirname, '..');

/** A running edk may still load one of its chunks, so replaced ones stay this long. */
const KEEP_REPLACED_MS = 24 * 60 * 60 * 1000;

/** Large libraries that edk and the extension both need: each lies once in the folder of edk. */
const SHARED = [
  '@lezer/python',
  'dockerfile-ast',
  'execa',
  'http-proxy-agent',
  'https-proxy-agent',
  'js-yaml',
  'openid-client',
  'semver',
];

/** How an import of a shared library looks until it is known from where it is imported. */
const LIBRARY = 'edk-library:';

/** What every start of a workbench reads and runs; the rest of the extension lies in chunks, read when asked for. */
const EXTENSION_LIMIT = 400_000;

/** What the extension has for itself, with every part that is read on demand. */
const EXTENSION_WHOLE_LIMIT = 700_000;

async function buildExtension(folder, libraries) {
  const { outputs, sizes } = await bundleInChunks(libraries, {
    entryPoints: { extension: join(repository, 'src', 'extension', 'extension.ts') },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    chunkNames: 'extension/[name]-[hash]',
    target: 'node20',
    external: ['vscode'],
    minify: true,
  });
  removeReplaced(join(folder, 'extension'), new Set([...sizes.keys()].map((path) => basename(path))));
  const first = [...readAtStart(join(folder, 'extension.cjs'), outputs)];
  const size = first.reduce((sum, path) => sum + (sizes.get(path) ?? libraries.get(path)?.size ?? 0), 0);
  const whole = [...sizes.values()].reduce((sum, one) => sum + one, 0);
  const common = [...libraries.values()].reduce((sum, library) => sum + library.size, 0);
  console.log(
    `The extension reads ${kilobytes(size)} when it starts. It has ${kilobytes(whole)} of its own, ` +
      `and shares ${kilobytes(common)} with edk.`,
  );
  if (size > EXTENSION_LIMIT) throw new Error(`At most ${kilobytes(EXTENSION_LIMIT)} may be read at its start.`);
  if (whole > EXTENSION_WHOLE_LIMIT) throw new Error(`It may have ${kilobytes(EXTENSION_WHOLE_LIMIT)} of its own.`);
}

/** @returns {Promise<Map<string, { file: string, size: number }>>} by the name that imports have (see LIBRARY) */
async function bundleLibraries(folder) {
  const { build: bundle } = await import('esbuild');
  const bundled = await Promise.all(
    SHARED.map(async (name) => {
      const { outputFiles } = await bundle({
        // `export *` alone leaves out what CommonJS has as its default.
        stdin: {
          contents: `export * from '${name}';\nimport * as all from '${name}';\nexport default all.default;`,
          resolveDir: repository,
        },
        absWorkingDir: repository,
        bundle: true,
        format: 'cjs',
        platform: 'node',
        target: 'node20.19',
        plugins: [leanPackages],
        minify: true,
        write: false,
        logLevel: 'error',
      });
      const { contents } = outputFiles[0];
      const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8);
      const file = join(folder, `${name.replace('/', '-').replace('@', '')}-${hash}.cjs`);
      writeWhole(file, contents);
      return [`${LIBRARY}${name}`, { file, size: contents.length }];
    }),
  );
  removeReplaced(folder, new Set(bundled.map(([, { file }]) => basename(file))));
  return new Map(bundled);
}

/** Imports of our own code; a library keeps what it needs itself. */
const shareLibraries = {
  name: 'share-libraries',
  setup({ onResolve }) {
    const source = join(repository, 'src');
    onResolve({ filter: /^[@\w]/ }, ({ path, importer }) =>
      SHARED.includes(path) && importer.startsWith(source) ? { path: `${LIBRARY}${path}`, external: true } : undefined,
    );
  },
};

/** Chunks lie beside the entry, so that every module sees the same folder. */
async function buildEdk({ entry, out }, libraries) {
  mkdirSync(out, { recursive: true });
  // The repository's own package.json says that .js files are ES modules.
  writeWhole(join(out, 'package.json'), '{ "type": "commonjs" }\n');
  const { sizes } = await bundleInChunks(libraries, {
    entryPoints: { edk: entry },
    outdir: out,
    chunkNames: '[name]-[hash]',
    target: 'node20.19',
    // Native parts are optional for the packages that ask for them; .node files cannot be bundled.
    external: ['*.node', 'cpu-features'],
    minifySyntax: true,
    minifyWhitespace: true,
  });
  removeReplaced(out, new Set([...sizes.keys()].map((path) => basename(path))).add('package.json'));
}

/**
 * Bundles for Node into CommonJS: extension hosts load nothing else, and its compiled code can be kept (see
 * src/cli/keepCompiledCode.ts). esbuild splits ES modules only, so that each chunk is turned in a second step.
 *
 * @returns {Promise<{ outputs: import('esbuild').Metafile['outputs'], sizes: Map<string, number> }>} sizes in bytes by path
 */
async function bundleInChunks(libraries, options) {
  const { build: bundle, transform } = await import('esbuild');
  const { outputFiles, metafile } = await bundle({
    absWorkingDir: repository,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    plugins: [shareLibraries, leanPackages],
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
  });
  const { target, minify = false, minifySyntax = minify, minifyWhitespace = minify } = options;
  const sizes = new Map();
  // The entry last: whoever starts meanwhile gets the old or the new one, each with all its chunks.
  for (const { path, text } of outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)))) {
    const contents = path.endsWith('.txt')
      ? text
      : (
          await transform(requireLibraries(requireEditor(text), dirname(path), libraries), {
            format: 'cjs',
            platform: 'node',
            target,
            minifySyntax,
            minifyWhitespace,
            define: { 'import.meta.dirname': '__dirname' },
            // Chunks are loaded by require, which keeps compiled code where import() would not.
            supported: { 'dynamic-import': false },
          })
        ).code;
    writeWhole(path, contents);
    sizes.set(path, Buffer.byteLength(contents));
  }
  return { outputs: metafile.outputs, sizes };
}

/** Each `import * as vscode` would copy the editor's whole API name by name, dozens of times while a workbench starts. */
function requireEditor(text) {
  return text.replaceAll(/\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*"vscode";/g, 'var $1=require("vscode");');
}

function requireLibraries(text, folder, libraries) {
  return text.replaceAll(new RegExp(`"${LIBRARY}([^"]+)"`, 'g'), (quoted) => {
    const { file } = libraries.get(quoted.slice(1, -1));
    const path = relative(folder, file);
    return JSON.stringify(path.startsWith('.') ? path : `./${path}`);
  });
}

/** The entry, and the chunks and libraries that it imports in the ordinary way, directly or not. */
function readAtStart(path, outputs, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  const output = Object.entries(outputs).find(([name]) => resolve(repository, name) === path)?.[1];
  for (const { path: imported, kind, external } of output?.imports ?? []) {
    if (kind !== 'import-statement') continue;
    if (!external) readAtStart(resolve(repository, imported), outputs, found);
    else if (imported.startsWith(LIBRARY)) found.add(imported);
  }
  return found;
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

/** JSON schemas for editors, out of the schemas that edk itself checks with. */
async function buildSchemas(folder) {
  const { build: bundle } = await import('esbuild');
  const { outputFiles } = await bundle({
    absWorkingDir: repository,
    entryPoints: [join(repository, 'src', 'core', 'schemas', 'jsonSchemas.ts')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    plugins: [leanPackages],
    write: false,
    logLevel: 'warning',
  });
  const bundled = { exports: {} };
  new Function('module', 'require', outputFiles[0].text)(bundled, createRequire(import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of Object.entries(bundled.exports.jsonSchemas())) {
    writeWhole(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
  }
}

/** One script and one style per panel; what they share lies in a chunk. */
async function buildPanels(out) {
  const { build: bundle } = await import('esbuild');
  const panels = readdirSync(join(repository, 'webview'), { withFileTypes: true })
    .filter((folder) => folder.isDirectory() && existsSync(join(repository, 'webview', folder.name, 'main.ts')))
    .map(({ name }) => name);
  const entryPoints = panels.flatMap((name) => [
    { in: join(repository, 'webview', name, 'main.ts'), out: name },
    { in: join(repository, 'webview', name, `${name}.css`), out: name },
  ]);
  const { outputFiles } = await bundle({
    absWorkingDir: repository,
    entryPoints,
    outdir: out,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome120', 'firefox121', 'safari17'],
    // Of lit and its elements, the ones without warnings for developers.
    conditions: ['production', 'browser'],
    legalComments: 'external',
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(out, { recursive: true });
  for (const { path, contents } of outputFiles.toSorted((a, b) => b.path.length - a.path.length)) {
    writeWhole(path, contents);
  }
  removeReplaced(out, new Set(outputFiles.map(({ path }) => basename(path))));
  const size = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
  console.log(`The panels' pages have ${kilobytes(size)}.`);
}

const IMPORT_Z = "import { z } from 'zod';";

/** What packages load at their start although edk hardly ever needs it: part of the time until a verb begins. */
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
    // Of the object `z` all of zod stays, of a namespace only what is used.
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes(IMPORT_Z)) return undefined;
      return { contents: text.replace(IMPORT_Z, "import * as z from 'zod';"), loader: 'ts' };
    });
    // Of each request to the Docker Engine docker-modem writes down all that it consists of, for a log that is off.
    onLoad({ filter: /[\\/]docker-modem[\\/]lib[\\/]modem\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const quiet = text.replace(/debug\('Sending: %s', util\.inspect\([^;]*\);/, '');
      if (quiet.includes('util.inspect')) throw new Error(`${path} writes down requests in another way than expected.`);
      return { contents: quiet };
    });
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
  return ['edk.js', 'extension.cjs'].includes(basename(path));
}

/** @param {string} path @param {string} contents */
function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  const isCommand = basename(path) === 'edk.js';
  writeFileSync(temporary, isCommand ? `#!/usr/bin/env node\n${contents}` : contents, {
    mode: isCommand ? 0o755 : 0o644,
  });
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

const { values } = parseArgs({
  options: { entry: { type: 'string' }, out: { type: 'string' }, dist: { type: 'string', default: 'dist' } },
});
const dist = resolve(repository, values.dist);
const edk = resolve(values.out ?? join(dist, 'edk'));
try {
  const libraries = await bundleLibraries(join(edk, 'libraries'));
  // edk comes last: the set-up tells by its time whether the build is current.
  if (values.out === undefined) {
    await buildSchemas(join(dist, 'schemas'));
    await buildExtension(dist, libraries);
    await buildPanels(join(dist, 'webview'));
  }
  const entry = resolve(values.entry ?? join(repository, 'src', 'cli', 'start.ts'));
  await buildEdk({ entry, out: edk }, libraries);
} catch (error) {
  if (error?.code === 'ERR_MODULE_NOT_FOUND' && process.env.npm_lifecycle_event === 'prepare') {
    console.log('edk is not built: its build tools are not among the installed packages.');
  } else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
