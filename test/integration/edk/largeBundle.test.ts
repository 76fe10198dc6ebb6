import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { until, useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const mebibyte = 1024 * 1024;
/** EDK_EXPORT_MEBIBYTES=5120 is what is promised; it takes 10 GB of disk and some minutes. */
const size = Number(process.env['EDK_EXPORT_MEBIBYTES'] ?? 400);
const platform = 'registry.platform.invalid/kaapana';

describe('edk export of a large image', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  it(`takes at most 150 MB of memory for ${size} MiB`, async function () {
    this.timeout(120_000 + size * 500);
    const { edk } = workshop;
    await putLargeImage(registry.address, 't-edk-huge');
    await writeFiles(edk.project, {
      ...smallProject,
      'small-chart/templates/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: huge\nspec:\n  containers:\n    - name: main\n' +
        `      image: "${platform}/t-edk-huge:1.0"\n      imagePullPolicy: IfNotPresent\n`,
    });
    const output = edk.at('out');
    const run = edk.start([...['export', '--registry', registry.address, '--for', platform], ...['--output', output]]);
    let peak = 0;
    await until(
      () => {
        peak = Math.max(peak, peakOf(run.child.pid));
        return run.child.exitCode !== null;
      },
      run.output,
      100 + size / 2,
    );
    const { exitCode, stdout, stderr } = await run.ended;
    assert.equal(exitCode, 0, stdout + stderr);
    assert.ok(statSync(`${output}/small-chart-0.6.0-bundle/images.tar`).size > size * mebibyte);
    const megabytes = Math.round(peak / 1e6);
    process.stdout.write(`      ${megabytes} MB at most\n`);
    assert.ok(peak > 0 && megabytes <= 150, `${megabytes} MB`);
  });
});

/** The most memory that a process has had in its life, in bytes; 0 when it is gone. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kibibytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return 0;
  }
}

/** An image whose one layer is of random bytes, so large that nobody may hold it in memory. */
async function putLargeImage(address: string, repository: string): Promise<void> {
  const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
  const configType = 'application/vnd.docker.container.image.v1+json';
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const piece = randomBytes(mebibyte);
  const pieces = function* (): Generator<Buffer> {
    for (let index = 0; index < size; index += 1) {
      piece.writeUInt32LE(index);
      yield Buffer.from(piece);
    }
  };
  const layer = { mediaType: layerType, ...(await putBlob(address, repository, pieces)) };
  const config = await putBlob(address, repository, function* () {
    yield Buffer.from(JSON.stringify({ created: '2026-01-02T03:04:05Z', architecture: 'amd64', os: 'linux' }));
  });
  const answer = await fetch(`http://${address}/v2/${repository}/manifests/1.0`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: { mediaType: configType, ...config },
      layers: [layer],
    }),
  });
  assert.equal(answer.status, 201, await answer.text());
}

async function putBlob(
  address: string,
  repository: string,
  pieces: () => Iterable<Buffer>,
): Promise<{ readonly digest: string; readonly size: number }> {
  const hash = createHash('sha256');
  let sent = 0;
  const counted = function* (): Generator<Buffer> {
    for (const piece of pieces()) {
      hash.update(piece);
      sent += piece.length;
      yield piece;
    }
  };
  const start = await fetch(`http://${address}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const upload = await fetch(start.headers.get('location') ?? assert.fail(), {
    method: 'PATCH',
    headers: { 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(Readable.from(counted())),
    duplex: 'half',
  });
  const end = new URL(upload.headers.get('location') ?? assert.fail());
  const digest = `sha256:${hash.digest('hex')}`;
  end.searchParams.set('digest', digest);
  assert.equal((await fetch(end, { method: 'PUT' })).status, 201);
  return { digest, size: sent };
}
