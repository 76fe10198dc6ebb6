import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkExtensionName } from './extensionName.ts';
import type { TemplateManifest } from './templateManifest.ts';

/** A name for an extension in this folder: that of its Git repository, else its own; undefined when neither would do. */
export async function proposeName(folder: string, kind: TemplateManifest['kind']): Promise<string | undefined> {
  for (const candidate of [await repositoryName(folder), basename(folder)]) {
    if (candidate === undefined) continue;
    const check = checkExtensionName(candidate, kind);
    if (check.valid) return candidate;
    if (check.suggestion !== undefined) return check.suggestion;
  }
  return undefined;
}

/** The last part of the address of the remote "origin". */
async function repositoryName(folder: string): Promise<string | undefined> {
  const config = await readFile(join(folder, '.git', 'config'), 'utf8').catch(() => '');
  const origin = /^\[remote "origin"\]\n(?:[ \t].*\n)*?[ \t]+url *= *(.+)$/m.exec(config)?.[1];
  return origin === undefined ? undefined : /([^/:]+?)(?:\.git)?\/?$/.exec(origin.trim())?.[1];
}
