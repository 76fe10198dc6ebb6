import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allOrFirstError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { manifestName, readManifest } from './readManifest.ts';
import type { TemplateManifest } from './templateManifest.ts';

export interface TemplateEntry {
  /** Name of its folder: what `edk new --template` takes. */
  readonly name: string;
  readonly folder: string;
  readonly manifest: TemplateManifest;
}

/** The templates in a folder, by name. Folders without a manifest (base images, charts) are none. */
export async function listTemplates(templatesFolder: string): Promise<readonly TemplateEntry[]> {
  const entries = await readdir(templatesFolder, { withFileTypes: true }).catch((error: unknown) => {
    throw explainFileError(error, templatesFolder);
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const found = await allOrFirstError(names.sort().map((name) => readEntry(join(templatesFolder, name), name)));
  return found.filter((entry) => entry !== undefined);
}

async function readEntry(folder: string, name: string): Promise<TemplateEntry | undefined> {
  const file = join(folder, manifestName);
  const isTemplate = await access(file).then(
    () => true,
    () => false,
  );
  return isTemplate ? { name, folder, manifest: await readManifest(file) } : undefined;
}
