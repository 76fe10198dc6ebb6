import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isExecutable } from './run.mjs';
import { toolsFolder } from './folders.mjs';
import { say } from './say.mjs';

/**
 * @typedef {object} Way one way to get a tool
 * @property {string} title for people, e.g. `the official release archive`
 * @property {(folder: string) => Promise<string>} fetch puts the executable somewhere below the given temporary
 * folder and returns its path
 */

/** Path of a tool in the cache, whether it is there or not. */
export function cachedToolPath(name, version) {
  return join(toolsFolder(), `${name}-${version}`, name);
}

/** Path of a tool that is a whole folder, whether it is there or not. */
export function cachedFolderPath(name, version) {
  return join(toolsFolder(), `${name}-${version}`);
}

/**
 * Gets a tool into the cache by the first way that works. The executable appears there whole or not at all.
 *
 * @param {{ name: string, version: string, ways: readonly Way[], signal?: AbortSignal }} request
 * @returns {Promise<{ path: string } | { reasons: string[] }>} reasons: why each way failed
 */
export async function fetchIntoCache({ name, version, ways, signal }) {
  const target = cachedToolPath(name, version);
  if (isExecutable(target)) return { path: target };
  const keep = async (executable) => {
    await chmod(executable, 0o755);
    await rename(executable, target);
  };
  return await firstWay({ target, ways, keep, signal });
}

/**
 * The same for a tool that is a folder: a way returns the folder that is to be kept. It appears whole or not at all.
 *
 * @param {{ name: string, version: string, ways: readonly Way[], signal?: AbortSignal }} request
 * @returns {Promise<{ path: string } | { reasons: string[] }>}
 */
export async function fetchFolderIntoCache({ name, version, ways, signal }) {
  const target = cachedFolderPath(name, version);
  if (existsSync(target)) return { path: target };
  return await firstWay({ target, ways, keep: (folder) => rename(folder, target), signal });
}

async function firstWay({ target, ways, keep, signal }) {
  await mkdir(dirname(target), { recursive: true });
  const reasons = [];
  for (const way of ways) {
    const folder = await mkdtemp(join(dirname(target), '.new-'));
    try {
      say(`  trying ${way.title}`);
      const fetched = await way.fetch(folder);
      signal?.throwIfAborted();
      await keep(fetched);
      return { path: target };
    } catch (error) {
      signal?.throwIfAborted();
      const reason = describe(error);
      say(`  ${way.title}: ${reason.split('\n', 1)[0]}`);
      reasons.push(`${way.title}: ${reason}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return { reasons };
}

function describe(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
