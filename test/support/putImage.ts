import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

interface PutImage {
  readonly repository: string;
  readonly tag: string;
  readonly layer?: string;
  readonly authorization?: string;
}

/** Puts an image of one layer, which no Engine could run, into a registry. @returns its digest. */
export async function putImage(address: string, image: PutImage): Promise<string> {
  const { repository, tag, layer = 'layer' } = image;
  const config = await putBlob(address, image, JSON.stringify({ created: '2026-01-02T03:04:05Z', layer }));
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const type = 'application/vnd.docker.container.image.v1+json';
  const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: type, ...config },
    layers: [{ mediaType: layerType, ...(await putBlob(address, image, layer)) }],
  });
  const answer = await fetch(`http://${address}/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: { ...headersOf(image), 'content-type': mediaType },
    body,
  });
  assert.equal(answer.status, 201);
  return answer.headers.get('docker-content-digest') ?? assert.fail('no digest');
}

async function putBlob(address: string, image: PutImage, content: string): Promise<{ digest: string; size: number }> {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const start = await fetch(`http://${address}/v2/${image.repository}/blobs/uploads/`, {
    method: 'POST',
    headers: headersOf(image),
  });
  const location = new URL(start.headers.get('location') ?? assert.fail('no location'));
  location.searchParams.set('digest', digest);
  const headers = { ...headersOf(image), 'content-type': 'application/octet-stream' };
  const end = await fetch(location, { method: 'PUT', headers, body: content });
  assert.equal(end.status, 201);
  return { digest, size: content.length };
}

function headersOf({ authorization }: PutImage): Record<string, string> {
  return authorization === undefined ? {} : { authorization };
}
