import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** What CommonJS calls for every file that it loads; not in Node's types. */
interface CompilingModule {
  _compile(this: { exports: unknown }, content: string, file: string): unknown;
}

/** Chunks are named by their content, so a file that was not written for so long belongs to a build that is gone. */
const OLDEST_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Keeps compiled code between starts, as loading and compiling is most of what a short run does. Node does it from 22.1
 * on; before, this does the same for the chunks beside this file. The folder may be thrown away at any time.
 */
export function keepCompiledCode(folder: string): void {
  if (!isOurs(folder)) return;
  const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache !== undefined) {
    enableCompileCache(folder);
    return;
  }
  const scripts = new Map<string, Script>();
  let isComplete = true;
  const modules = nodeModule.Module.prototype as unknown as CompilingModule;
  modules._compile = function (content, file) {
    const kept = readIfThere(keptFile(folder, file));
    const script = new Script(nodeModule.Module.wrap(content), {
      filename: file,
      ...(kept === undefined ? {} : { cachedData: kept }),
    });
    scripts.set(file, script);
    isComplete &&= kept !== undefined && script.cachedDataRejected !== true;
    const run = script.runInThisContext() as (...around: unknown[]) => unknown;
    return run.call(this.exports, this.exports, nodeModule.createRequire(file), this, file, dirname(file));
  };
  // At the end, because only what has run by then is compiled in full.
  process.once('exit', () => {
    if (!isComplete) keep(folder, scripts);
  });
}

/** Whether nobody else can put code there that this user would run; makes the folder. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    return process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

function keep(folder: string, scripts: ReadonlyMap<string, Script>): void {
  try {
    for (const [file, script] of scripts) {
      const unfinished = `${keptFile(folder, file)}.${process.pid}`;
      writeFileSync(unfinished, script.createCachedData());
      renameSync(unfinished, keptFile(folder, file));
    }
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (Date.now() - statSync(file).mtimeMs > OLDEST_MS) rmSync(file, { force: true });
    }
  } catch {
    // A folder that cannot be written, or a full disk: the next start compiles again.
  }
}

function keptFile(folder: string, file: string): string {
  return join(folder, `${basename(file)}.${process.version}`);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
