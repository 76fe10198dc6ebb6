import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { visitFolders } from '../project/visitFolders.ts';
import { isMap } from '../yaml/isMap.ts';
import { readYamlFile } from '../yaml/readYamlFile.ts';

/** How deep charts lie in the Kaapana repository, with room to spare. */
const deepestChart = 10;

/** What the root of a clone of the Kaapana repository has, whichever version. */
const cloneFolder = join('services', 'utils');

/**
 * The clone of the Kaapana repository that a folder lies in; undefined for none. One of another user, other than root,
 * does not count.
 */
export async function enclosingClone(folder: string): Promise<string | undefined> {
  const real = await realpath(folder);
  const owners = [(await stat(real)).uid, process.geteuid?.(), 0];
  for (let current = dirname(real); dirname(current) !== current; current = dirname(current)) {
    const found = await stat(join(current, cloneFolder)).catch(() => undefined);
    if (found?.isDirectory() === true && owners.includes(found.uid)) return current;
  }
  return undefined;
}

/** The folders of all charts of a name below a folder, the least deep first. What cannot be read counts as no chart. */
export async function chartsNamed(name: string, root: string): Promise<string[]> {
  const folders: string[] = [];
  try {
    await visitFolders(root, { depth: deepestChart }, (path, entries) => {
      if (entries.some((entry) => entry.name === 'Chart.yaml' && entry.isFile())) folders.push(path);
      return 'enter';
    });
  } catch (error) {
    if (error instanceof EdkError) return [];
    throw error;
  }
  const named = await Promise.all(folders.map(async (folder) => ((await nameOf(folder)) === name ? [folder] : [])));
  return named.flat().sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

async function nameOf(folder: string): Promise<unknown> {
  try {
    const chart = await readYamlFile(join(folder, 'Chart.yaml'));
    return isMap(chart?.value) ? chart.value['name'] : undefined;
  } catch (error) {
    if (error instanceof EdkError) return undefined;
    throw error;
  }
}

function depthOf(folder: string): number {
  return folder.split('/').length;
}
