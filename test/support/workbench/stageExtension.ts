import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const repository = resolve(import.meta.dirname, '..', '..', '..');
const LINKED = ['dist', 'src', 'webview', 'templates', 'scripts', 'package.nls.json', 'package.nls.de.json'];

/** The extension as it is built, but activated by whoever asks for it: so that tests see its activation. */
export async function stageExtension(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of LINKED) await symlink(join(repository, name), join(folder, name));
  const manifest = z.looseObject({}).parse(JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }, undefined, 2));
  return folder;
}
