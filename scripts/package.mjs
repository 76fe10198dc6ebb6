/**
 * npm run package: dist/kaapana-edk.vsix, made from a fresh build in a temporary folder. .vscodeignore says what is
 * inside. Works without a network.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './setup/folders.mjs';
import { run, tail } from './setup/run.mjs';

/** Of the manifest only what the installed extension and edk need; vsce refuses `files` beside .vscodeignore. */
const FOR_DEVELOPERS = [
  'files',
  'scripts',
  'dependencies',
  'devDependencies',
  'private',
  'mocha',
  'prettier',
  'c8',
  'knip',
];
const LARGEST_MEGABYTES = 8;
const COPIED = [
  ...['.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE', 'package.nls.json', 'package.nls.de.json'],
  join('src', 'core', 'checks', 'RULES.md'),
];
const COPIED_FOLDERS = [
  ...['scripts', 'templates', 'webview'],
  ...['l10n', 'snippets'].map((name) => join('src', 'extension', name)),
];

const staged = mkdtempSync(join(tmpdir(), 'edk-package-'));
try {
  for (const name of [...COPIED, ...COPIED_FOLDERS])
    cpSync(join(repository, name), join(staged, name), { recursive: true });
  writeFileSync(join(staged, 'package.json'), JSON.stringify(manifest(), undefined, 2));
  await node([join(repository, 'scripts', 'build.mjs'), '--dist', join(staged, 'dist')], repository);
  const file = join(repository, 'dist', 'kaapana-edk.vsix');
  mkdirSync(join(repository, 'dist'), { recursive: true });
  const vsce = join(repository, 'node_modules', '@vscode', 'vsce', 'vsce');
  // The README's links stay relative: the package names no repository.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await node([vsce, 'package', ...options, '--out', file], staged);
  const megabytes = statSync(file).size / 1e6;
  console.log(`${file}: ${megabytes.toFixed(1)} MB`);
  if (megabytes > LARGEST_MEGABYTES) throw new Error(`It may have ${LARGEST_MEGABYTES} MB.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(staged, { recursive: true, force: true });
}

function manifest() {
  const whole = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  return Object.fromEntries(Object.entries(whole).filter(([key]) => !FOR_DEVELOPERS.includes(key)));
}

async function node(args, cwd) {
  const { code, output } = await run(process.execPath, args, { cwd });
  if (code !== 0) throw new Error(tail(output, 40));
  process.stdout.write(output);
}
