import assert from 'node:assert/strict';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { BundleManifest } from '../../../src/core/bundle/bundleManifest.ts';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { forgetImages } from '../../support/forgetImages.ts';
import { useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

/** Nobody answers there: only names. */
const platform = 'registry.platform.invalid/kaapana';

describe('edk export', () => {
  const workshop = useEdk();
  let registry: TestRegistry;
  before(async () => {
    registry = await startRegistry();
  });
  after(async () => {
    await forgetImages([registry.address, platform]);
    await registry.stop();
  });

  const project = {
    ...smallProject,
    'other/Dockerfile': 'FROM local-only/t-edk-small:latest\nLABEL IMAGE="t-edk-other"\nCOPY big /\n',
    'other/big': 'x'.repeat(3_000_000),
    'small-chart/templates/pod.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: small\nspec:\n  containers:\n    - name: main\n' +
      `      image: "${platform}/t-edk-other:0.6.0"\n`,
  };
  const bundle = (): string => workshop.edk.at('out/small-chart-0.6.0-bundle');
  const exportIt = async (): Promise<BundleManifest> => {
    await writeFiles(workshop.edk.project, project);
    const args = ['export', '--registry', registry.address, '--for', platform, '--output', workshop.edk.at('out')];
    await workshop.edk.succeeds(args);
    return JSON.parse(readFileSync(join(bundle(), 'manifest.json'), 'utf8')) as BundleManifest;
  };
  const verify = ['bundle', 'verify'];

  it('makes a bundle whose images Docker loads under the names of the platform, shared layers once', async () => {
    const manifest = await exportIt();
    assert.deepEqual(readdirSync(bundle()).sort(), [
      'README.md',
      'images.tar',
      'manifest.json',
      'small-chart-0.6.0.tgz',
    ]);
    assert.deepEqual(readdirSync(workshop.edk.at('out')), ['small-chart-0.6.0-bundle']);
    const names = manifest.images.flatMap(({ references }) => references).sort();
    assert.equal(names.length, 4);
    assert.ok(names.every((name) => name.startsWith(`${platform}/t-edk-`)));

    const blobs: string[] = [];
    const reader = extract();
    reader.on('entry', ({ name }, stream, next) => {
      if (name.startsWith('blobs/')) blobs.push(name);
      stream.on('end', next).resume();
    });
    await pipeline(createReadStream(join(bundle(), 'images.tar')), reader);
    // One layer is shared: two configurations, two manifests, two layers.
    assert.equal(blobs.length, 6);
    assert.equal(new Set(blobs).size, 6);

    const environment = readEnvironment();
    const { docker } = await connectDocker({ ...environment.docker, home: environment.home });
    await pipeline(
      await docker.loadImage(createReadStream(join(bundle(), 'images.tar'))),
      createWriteStream('/dev/null'),
    );
    for (const name of names) assert.ok((await docker.getImage(name).inspect()).Id, name);
  });

  it('refuses what a platform without a network could not start', async () => {
    const args = ['export', '--registry', registry.address, '--for', platform, '--output', workshop.edk.at('out')];
    const pod = project['small-chart/templates/pod.yaml'];
    const refused = { code: 'chart.invalid', says: /pulls images each time a pod starts/ } as const;
    const place = 'small-chart/templates/pod.yaml';

    await writeFiles(workshop.edk.project, {
      ...project,
      'small-chart/templates/pod.yaml': `${pod}      imagePullPolicy: Always\n`,
    });
    const always = /Pod small, container main .*imagePullPolicy: Always[^]*IfNotPresent/;
    await workshop.edk.fails(args, { ...refused, place, adds: always });

    await writeFiles(workshop.edk.project, {
      'small-chart/templates/pod.yaml': pod,
      'dag/Dockerfile':
        'FROM local-only/base-installer:latest\nLABEL IMAGE="t-edk-dag"\nCOPY SmallOperator.py /kaapana/tmp/dags/\n',
      'base/Dockerfile': 'FROM scratch\nLABEL REGISTRY="local-only" IMAGE="base-installer"\nCOPY Dockerfile /\n',
      'dag/SmallOperator.py':
        'from kaapana.operators.KaapanaBaseOperator import KaapanaBaseOperator\n\n' +
        'op = KaapanaBaseOperator(\n    dag=None,\n    name="small",\n' +
        '    image=f"{DEFAULT_REGISTRY}/t-edk-other:{KAAPANA_BUILD_VERSION}",\n    image_pull_policy="Always",\n)\n',
    });
    await workshop.edk.fails(args, {
      ...refused,
      place: 'dag/SmallOperator.py:7:23',
      adds: /image_pull_policy="Always"/,
    });
    assert.ok(!existsSync(workshop.edk.at('out')), 'Half a bundle is left.');
  });

  it('verifies it, and finds whatever was changed', async () => {
    await exportIt();
    await workshop.edk.succeeds([...verify, bundle()]);
    const tar = join(bundle(), 'images.tar');
    const whole = readFileSync(tar);
    const changed = Buffer.from(whole);
    changed[whole.length >> 1] = (changed[whole.length >> 1] ?? 0) ^ 1;

    writeFileSync(tar, changed);
    await workshop.edk.fails([...verify, bundle()], { code: 'bundle.invalid', says: /images\.tar.*(modified|read)/ });
    writeFileSync(tar, whole);
    truncateSync(tar, whole.length - 2_000_000);
    await workshop.edk.fails([...verify, bundle()], { code: 'bundle.invalid', says: /images\.tar/ });
    writeFileSync(tar, whole);
    await rename(join(bundle(), 'small-chart-0.6.0.tgz'), workshop.edk.at('chart.tgz'));
    writeFileSync(join(bundle(), 'small-chart-0.6.0.tgz'), 'another');
    await workshop.edk.fails([...verify, bundle()], {
      code: 'bundle.invalid',
      says: /small-chart-0\.6\.0\.tgz was modified/,
    });
    writeFileSync(join(bundle(), 'manifest.json'), '{"format":"?"}');
    await workshop.edk.fails([...verify, bundle()], { code: 'bundle.invalid', says: /manifest\.json is not valid/ });
    await workshop.edk.fails([...verify, workshop.edk.at('nowhere')], {
      code: 'bundle.invalid',
      says: /is not a bundle/,
    });
  });

  it('leaves nothing when it fails, and replaces the last one when it works', async () => {
    await exportIt();
    const first = readFileSync(join(bundle(), 'manifest.json'), 'utf8');
    await exportIt();
    assert.notEqual(readFileSync(join(bundle(), 'manifest.json'), 'utf8'), first);
    await writeFiles(workshop.edk.project, { 'docker/Dockerfile': 'COPPY x\n' });
    const args = ['export', '--registry', registry.address, '--output', workshop.edk.at('other')];
    await workshop.edk.fails(args, { code: 'dockerfile.invalid', says: /COPPY|stands before/ });
    assert.ok(!existsSync(workshop.edk.at('other')));
  });
});
