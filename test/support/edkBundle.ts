import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '..', '..');

let bundle: Promise<string> | undefined;

/** The path of `edk`, bundled from the sources as they are now; once per run of the tests, gone when that ends. */
export function edkBundle(): Promise<string> {
  bundle ??= build();
  return bundle;
}

async function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'edk-test-bundle-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Other users have to read it, too.
  await chmod(folder, 0o755);
  for (const name of ['templates', 'package.json']) symlinkSync(join(repository, name), join(folder, name));
  const dist = join(folder, 'dist');
  await run(process.execPath, [join(repository, 'scripts', 'build.mjs'), '--dist', dist]);
  return join(dist, 'edk', 'edk.js');
}
