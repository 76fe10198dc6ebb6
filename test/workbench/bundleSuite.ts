import { mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const repository = resolve(import.meta.dirname, '..', '..');

/** A suite as CommonJS, which is what the extension host loads; mocha is found through the link to our modules. */
export async function bundleSuite(name: string, folder: string): Promise<string> {
  const outfile = join(folder, 'suite', 'index.cjs');
  await mkdir(join(folder, 'suite'));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [join(repository, 'test', 'workbench', 'host', `${name}.ts`)],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
