import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { edkScript, extensionScript, repository } from './folders.mjs';
import { run, tail } from './run.mjs';
import { say, SetupError } from './say.mjs';

/** Builds edk and the extension when they are missing or older than their sources. */
export async function ensureBuilt(signal) {
  if (isBuilt()) return;
  say('edk: building it and the extension from their sources.');
  const { code, output } = await run(process.execPath, [join(repository, 'scripts', 'build.mjs')], { signal });
  signal?.throwIfAborted();
  if (code !== 0)
    throw new SetupError(`The build failed:\n${tail(output, 40)}`, 'Correct the sources and run this again.');
}

function isBuilt() {
  try {
    const built = Math.min(statSync(edkScript).mtimeMs, statSync(extensionScript).mtimeMs);
    const inputs = ['src', 'webview', 'scripts/build.mjs', 'package.json', 'package-lock.json'];
    return inputs.every((path) => newestChange(join(repository, path)) <= built);
  } catch {
    return false;
  }
}

/** Time of the last change below a path; a folder's own time tells of removed files. */
function newestChange(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), status.mtimeMs);
}
