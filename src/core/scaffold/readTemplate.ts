import { lstat, readdir, readFile, access } from 'node:fs/promises';
import { join } from 'node:path';
import { allOrFirstError, EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { manifestName, readManifest, type TemplateManifest } from './templateManifest.ts';

export interface TemplateFile {
  /** Relative to the template's folder, with slashes. */
  readonly path: string;
  readonly mode: number;
  readonly content: Uint8Array;
}

export interface Template {
  readonly folder: string;
  readonly manifest: TemplateManifest;
  /** Sorted by path; without the manifest and what builds leave behind. */
  readonly files: readonly TemplateFile[];
}

const leftovers = new Set([
  ...['.git', '.venv', 'node_modules', '__pycache__', '.pytest_cache', '.ruff_cache', '.mypy_cache'],
  ...['.ipynb_checkpoints', '.DS_Store', 'Thumbs.db'],
]);
/** npm leaves every .gitignore out of a package, so a template carries its own under this name. */
const carriedGitignore = '_gitignore';

const isLeftover = (name: string) => leftovers.has(name) || /\.(pyc|pyo|egg-info|tgz|swp)$/.test(name);

/** @throws EdkError `template.invalid` when the folder is not a template. */
export async function readTemplate(folder: string): Promise<Template> {
  const manifestFile = join(folder, manifestName);
  const manifest = await readManifest(manifestFile);
  const files = await readFiles(folder, '').catch((error: unknown) => {
    throw explainFileError(error, folder);
  });
  const paths = new Set(files.map((file) => file.path));
  for (const path of [manifest.openFirst, ...manifest.effects.map((effect) => effect.file)]) {
    if (!paths.has(path)) {
      throw new EdkError('template.invalid', `The template has no file ${path}.`, { place: { file: manifestFile } });
    }
  }
  return { folder, manifest, files };
}

async function readFiles(root: string, folder: string): Promise<TemplateFile[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const wanted = entries
    .filter((entry) => !isLeftover(entry.name) && !(folder === '' && entry.name === manifestName))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const read = await allOrFirstError(
    wanted.map(async (entry): Promise<TemplateFile[]> => {
      const name = entry.name === carriedGitignore ? '.gitignore' : entry.name;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (entry.isDirectory()) return readFiles(root, path);
      const file = join(root, folder, entry.name);
      if (!entry.isFile()) {
        throw new EdkError('template.invalid', 'A template may only contain files and folders, no links.', {
          place: { file },
        });
      }
      const [{ mode }, content] = await Promise.all([lstat(file), readFile(file)]);
      return [{ path, mode: mode & 0o777, content }];
    }),
  );
  return read.flat();
}

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
