import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';

/** The last layer of an image in a registry, unpacked, as text: what the last COPY or RUN of its Dockerfile left. */
export async function pushedText(address: string, repository: string, tag: string): Promise<string> {
  const manifest = await fetch(`http://${address}/v2/${repository}/manifests/${tag}`, {
    headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
  });
  assert.equal(manifest.status, 200, `${repository}:${tag} is not in the registry.`);
  const { layers } = (await manifest.json()) as { readonly layers: readonly { readonly digest: string }[] };
  const layer = await fetch(`http://${address}/v2/${repository}/blobs/${layers.at(-1)?.digest ?? ''}`);
  assert.equal(layer.status, 200, `The registry lacks a layer of ${repository}:${tag}.`);
  return gunzipSync(Buffer.from(await layer.arrayBuffer())).toString('utf8');
}
