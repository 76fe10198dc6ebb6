import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Environment } from './environment.ts';

/** The first of these programs on the PATH, else among those that `npm start` installed into the cache folder. */
export async function findInstalledTool(
  names: readonly string[],
  environment: Pick<Environment, 'executablePath' | 'cacheFolder'>,
): Promise<string | undefined> {
  const onPath = (environment.executablePath ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...names.flatMap((name) => onPath.map((folder) => join(folder, name))),
    ...(await installedTools(join(environment.cacheFolder, 'tools'), names)),
  ];
  for (const candidate of candidates) {
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}

/** `<tools>/<name>-<version>/<name>`, the newest first. */
async function installedTools(folder: string, names: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder).catch(() => []);
  return entries
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((entry) => names.filter((name) => entry.startsWith(`${name}-`)).map((name) => join(folder, entry, name)));
}
