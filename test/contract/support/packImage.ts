import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** The smallest image, as `docker save` writes it: one layer with one file. */
export async function packImage(reference: string): Promise<Buffer> {
  const layer = await tar([['contract.txt', 'contract']]);
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
  });
  const configName = `${sha256(config)}.json`;
  return await tar([
    [configName, config],
    ['layer.tar', layer],
    ['manifest.json', JSON.stringify([{ Config: configName, RepoTags: [reference], Layers: ['layer.tar'] }])],
  ]);
}

async function tar(entries: readonly (readonly [string, string | Buffer])[]): Promise<Buffer> {
  const archive = pack();
  // Always the same bytes, so that a second import finds what is there.
  for (const [name, content] of entries) archive.entry({ name, mtime: new Date(0) }, content);
  archive.finalize();
  return buffer(archive);
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
