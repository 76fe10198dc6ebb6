/**
 * Builds into dist: the extension and the command `edk`, one file each, the pages of the panels, the JSON schemas for
 * editors, and the licences of all packages that these contain.
 * Usage: node scripts/build.mjs [--dist FOLDER]   instead of the repository's dist
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';

const repository = resolve(import.meta.dirname, '..');

const COMMON = {
  absWorkingDir: repository,
  bundle: true,
  format: 'esm',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
};

const FOR_NODE = {
  ...COMMON,
  platform: 'node',
  target: 'node20.19',
  // Native parts are optional for the packages that ask for them, and cannot be bundled.
  external: ['vscode', '*.node', 'cpu-features'],
  // What the CommonJS packages among them expect.
  banner: {
    js: [
      "import { createRequire as createBundleRequire } from 'node:module';",
      'const require = createBundleRequire(import.meta.url);',
      'const __dirname = import.meta.dirname;',
    ].join('\n'),
  },
};

/** @param {string} entry below src @param {string} outfile */
function bundleForNode({ build }, entry, outfile) {
  return build({ ...FOR_NODE, entryPoints: [join(repository, 'src', entry)], outfile });
}

/** One script and one style per panel; what they share lies in a chunk. */
function bundlePanels({ build }, outdir) {
  const webview = join(repository, 'webview');
  const panels = readdirSync(webview).filter((name) => existsSync(join(webview, name, 'main.ts')));
  return build({
    ...COMMON,
    entryPoints: panels.flatMap((name) => [
      { in: join(webview, name, 'main.ts'), out: name },
      { in: join(webview, name, `${name}.css`), out: name },
    ]),
    outdir,
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'browser',
    target: ['chrome120', 'firefox121', 'safari17'],
    // Of lit and its elements, the ones without warnings for developers.
    conditions: ['production', 'browser'],
  });
}

/** JSON schemas for editors, out of the schemas that edk itself checks with. */
async function writeSchemas(folder) {
  const { tsImport } = await import('tsx/esm/api');
  const { jsonSchemas } = await tsImport('../src/core/schemas/jsonSchemas.ts', import.meta.url);
  for (const [name, schema] of Object.entries(jsonSchemas())) {
    writeWhole(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
  }
}

/** Whoever starts meanwhile gets the old file or the new one. */
function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

/** @param {{ path: string, contents: Uint8Array }[]} files what the folder then has, and nothing else */
function replaceContent(folder, files) {
  for (const { path, contents } of files) writeWhole(path, contents);
  const current = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder)) {
    if (!current.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function buildAll(dist) {
  const esbuild = await import('esbuild');
  const edkScript = join(dist, 'edk', 'edk.js');
  const [extension, panels, edk] = await Promise.all([
    bundleForNode(esbuild, join('extension', 'extension.ts'), join(dist, 'extension.js')),
    bundlePanels(esbuild, join(dist, 'webview')),
    bundleForNode(esbuild, join('cli', 'main.ts'), edkScript),
  ]);
  const notices = thirdPartyNotices(
    [extension, panels, edk].map(({ metafile }) => metafile),
    repository,
  );
  writeWhole(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices);
  await writeSchemas(join(dist, 'schemas'));
  replaceContent(join(dist, 'webview'), panels.outputFiles);
  for (const { path, contents } of extension.outputFiles) writeWhole(path, contents);
  // edk comes last: the set-up tells by its time whether the build is current.
  replaceContent(join(dist, 'edk'), edk.outputFiles);
  chmodSync(edkScript, 0o755);
}

const { values } = parseArgs({ options: { dist: { type: 'string', default: 'dist' } } });
try {
  await buildAll(resolve(repository, values.dist));
} catch (error) {
  if (error?.code === 'ERR_MODULE_NOT_FOUND' && process.env.npm_lifecycle_event === 'prepare') {
    console.log('edk is not built: its build tools are not among the installed packages.');
  } else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
