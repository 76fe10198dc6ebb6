import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const repository = resolve(import.meta.dirname, '..', '..', '..');
const COPIED = ['dist', 'src', 'webview', 'templates', 'scripts', 'package.nls.json', 'package.nls.de.json'];

/** The extension as it is built, but activated by whoever asks for it: so that tests see its activation. */
export async function stageExtension(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  // Links would lead panels out of the folder that they may load from.
  for (const name of COPIED) {
    const options = { recursive: true, filter: (path: string) => !path.endsWith('.vsix') };
    await cp(join(repository, name), join(folder, name), options);
  }
  const manifest = z.looseObject({}).parse(JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }, undefined, 2));
  return folder;
}
