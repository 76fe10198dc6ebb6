import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BuiltImage, buildImage } from '../../../src/core/images/build/buildImage.ts';
import { exportImageTar } from '../../../src/core/images/exportImageTar.ts';
import { writeFiles } from '../../support/imageProject.ts';
import { ImageWorkbench, snapshot } from '../../support/imageWorkbench.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';
import { startFaultProxy } from '../../support/faultProxy.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { testUser, testUserLine } from '../../support/testUser.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const { signal } = new AbortController();

describe('buildImages with the Docker Engine and a registry', () => {
  const folder = useTemporaryFolder();
  let registry: TestRegistry;
  let bench: ImageWorkbench;
  before(async () => {
    registry = await startRegistry();
    bench = await ImageWorkbench.open(registry.address);
  });
  after(async () => {
    await bench.close();
    await registry.stop();
  });

  /** Takes images out of the Engine, so that only the registry has them. */
  const forget = async (images: readonly BuiltImage[]): Promise<void> => {
    for (const { image, digest } of images) {
      const byDigest = `${image.push.version.replace(/:[^:]+$/, '')}@${digest}`;
      for (const reference of [image.push.version, image.push.immutable, byDigest]) {
        await bench.connection.docker
          .getImage(reference)
          .remove({ force: true })
          .catch(() => undefined);
      }
    }
  };

  const small = {
    'app/Dockerfile': 'FROM local-only/t-edk-base:latest\nLABEL IMAGE="t-edk-app"\nCOPY files /app\n',
    'app/files/run.py': 'print(1)\n',
    'base/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-base" REGISTRY="local-only"\nCOPY base.txt /\n',
    'base/base.txt': 'base\n',
  };

  it('builds siblings in order, pushes two tags each, and leaves the project as it was', async () => {
    writeFiles(folder.path, small);
    const before = snapshot(folder.path);
    const built = await bench.build(folder.path);
    assert.deepEqual(
      built.map(({ image, outcome }) => [image.source.name, outcome]),
      [
        ['t-edk-base', 'built'],
        ['t-edk-app', 'built'],
      ],
    );
    for (const { image, digest } of built) {
      for (const tag of [image.tags.version, image.tags.immutable]) {
        assert.equal(await bench.client.digest(image.source.name, tag, signal), digest);
      }
    }
    assert.deepEqual((await bench.client.listRepositories(signal)).sort(), ['t-edk-app', 't-edk-base']);
    assert.ok(((await bench.client.size('t-edk-app', '0.6.0', signal)) ?? 0) > 0);
    assert.ok(await bench.client.created('t-edk-app', '0.6.0', signal));
    assert.deepEqual(snapshot(folder.path), before);
  });

  it('does nothing when nothing changed, and builds what an edit touches', async () => {
    writeFiles(folder.path, small);
    const first = await bench.build(folder.path);
    const second = await bench.build(folder.path);
    assert.ok(second.every(({ outcome }) => outcome === 'unchanged'));
    assert.deepEqual(
      second.map(({ digest }) => digest),
      first.map(({ digest }) => digest),
    );
    writeFiles(folder.path, { 'app/files/run.py': 'print(2)\n' });
    const third = await bench.build(folder.path);
    assert.deepEqual(
      third.map(({ outcome }) => outcome),
      ['unchanged', 'built'],
    );
    const app = third[1];
    assert.ok(app);
    assert.equal(await bench.client.digest('t-edk-app', '0.6.0', signal), app.digest);

    // Back to the first content: no build, and the version tag goes back, too.
    writeFiles(folder.path, small);
    const fourth = await bench.build(folder.path);
    assert.ok(fourth.every(({ outcome }) => outcome === 'unchanged'));
    assert.equal(await bench.client.digest('t-edk-app', '0.6.0', signal), first[1]?.digest);
  });

  it('sends one state of the files or none: nothing is in the registry under the hash of another', async () => {
    writeFiles(folder.path, small);
    await bench.build(folder.path);
    writeFiles(folder.path, { 'app/files/run.py': 'print("planned")\n' });
    const changed = await bench.planThen(folder.path, () => {
      writeFiles(folder.path, { 'app/files/run.py': 'print("written")\n' });
    });
    const { place } = await rejection(changed.building, 'context.changed');
    assert.equal(place?.file, join(folder.path, 'app/files/run.py'));
    const app = changed.plan.images.find(({ source }) => source.name === 't-edk-app');
    assert.equal(await bench.client.digest('t-edk-app', app?.tags.immutable ?? '', signal), undefined);
  });

  it('leaves the image before the last edit in the Engine, and none of the earlier ones', async () => {
    const references: string[] = [];
    for (const text of ['one', 'two', 'three', 'four']) {
      writeFiles(folder.path, { ...small, 'app/files/run.py': `print("${text}")\n` });
      await bench.removeOldTags(folder.path);
      const app = (await bench.build(folder.path)).find(({ image }) => image.source.name === 't-edk-app');
      references.push(app?.image.push.immutable ?? '');
    }
    const left = async (): Promise<string[]> => {
      const filters = { reference: [`${registry.address}/t-edk-app`] };
      const images = await bench.connection.docker.listImages({ filters });
      return images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => name.includes('-c'));
    };
    assert.deepEqual((await left()).sort(), references.slice(-2).sort());
    const withoutMemory = await ImageWorkbench.open(registry.address);
    try {
      await withoutMemory.removeOldTags(folder.path);
      assert.deepEqual(await left(), references.slice(-1));
    } finally {
      await withoutMemory.close();
    }
  });

  it('builds again what was deleted from the registry', async () => {
    writeFiles(folder.path, small);
    const [, app] = await bench.build(folder.path);
    assert.ok(app);
    await bench.client.deleteManifest('t-edk-app', app.digest, signal);
    assert.equal(await bench.client.digest('t-edk-app', '0.6.0', signal), undefined);
    assert.deepEqual(
      (await bench.build(folder.path)).map(({ outcome }) => outcome),
      ['unchanged', 'built'],
    );
  });

  it('takes bases from the registry when the Engine does not have them', async () => {
    writeFiles(folder.path, { ...small, 'base/base.txt': `from the registry ${Date.now()}` });
    await forget(await bench.build(folder.path));
    writeFiles(folder.path, { 'app/files/run.py': 'print(3)\n' });
    assert.deepEqual(
      (await bench.build(folder.path)).map(({ outcome }) => outcome),
      ['unchanged', 'built'],
    );
    await forget(await bench.build(folder.path));
    writeFiles(folder.path, { 'app/files/run.py': 'print(4)\n' });
    const [app] = await bench.build(join(folder.path, 'app'));
    assert.equal(app?.outcome, 'built');
  });

  it('signs in to a registry that asks for it, for the push and for the base', async () => {
    writeFiles(folder.path, { ...small, 'base/base.txt': `behind a password ${Date.now()}` });
    const closed = await startRegistry({ htpasswd: testUserLine });
    const inside = await ImageWorkbench.open(closed.address, testUser);
    try {
      await forget(await inside.build(folder.path));
      writeFiles(folder.path, { 'app/files/run.py': 'print(5)\n' });
      const [app] = await inside.build(join(folder.path, 'app'));
      assert.equal(app?.outcome, 'built');
    } finally {
      await inside.close();
      await closed.stop();
    }
  });

  it('sends what .dockerignore lets through, and stages nothing into the user files', async () => {
    writeFiles(folder.path, {
      Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-ignore"\nCOPY . /\n',
      '.dockerignore': '*\n!keep\n',
      'keep/a': '1',
      'leave/b': '2'.repeat(100_000),
    });
    await bench.build(folder.path);
    assert.ok(((await bench.client.size('t-edk-ignore', '0.6.0', signal)) ?? 0) < 5000);
  });

  it('names the line and the last output of a step that fails', async () => {
    writeFiles(folder.path, {
      Dockerfile: [
        'ARG ROOT_IMAGE',
        'FROM ${ROOT_IMAGE}',
        'LABEL IMAGE="t-edk-fail"',
        'ENV X=1',
        'RUN exec >&2; echo first; \\',
        '    for i in $(seq 30); do echo "line $i"; done; \\',
        '    echo "E: Unable to locate package nope"; exit 3',
      ].join('\n'),
    });
    const { step, lines } = recordStep();
    const error = await rejection(bench.build(folder.path, step), 'build.failed');
    assert.deepEqual(error.place, { file: join(folder.path, 'Dockerfile'), line: 5 });
    assert.match(error.detail ?? '', /line 30\nE: Unable to locate package nope\n/);
    assert.doesNotMatch(error.detail ?? '', /line 2\n/);
    assert.match(error.remedy, /name and version of the package/);
    assert.ok(lines.includes('log line 1') && lines.includes('log line 30'));
  });

  it('hands proxies and build arguments to the build', async () => {
    const unique = `ran ${Date.now()}`;
    writeFiles(folder.path, {
      Dockerfile: [
        'ARG ROOT_IMAGE',
        'FROM ${ROOT_IMAGE}',
        'LABEL IMAGE="t-edk-arguments"',
        'ARG ROOT_IMAGE',
        `RUN echo "${unique} \${http_proxy} \${NO_PROXY} \${ROOT_IMAGE:+given}"`,
      ].join('\n'),
    });
    const [image] = (await bench.plan(folder.path)).images;
    assert.ok(image);
    const { step, lines } = recordStep();
    const proxy = { http: 'http://proxy.example:3128', https: undefined, no: 'a,b' };
    await buildImage(image, { connection: bench.connection, proxy }, step);
    assert.ok(lines.includes(`log ${unique} http://proxy.example:3128 a,b given`), lines.join('\n'));
  });

  it('says what to do when the disk is full during the build', async () => {
    // Writing to /dev/full fails as writing to a full disk does.
    writeFiles(folder.path, {
      Dockerfile:
        'ARG ROOT_IMAGE\nFROM ${ROOT_IMAGE}\nLABEL IMAGE="t-edk-full"\nRUN dd if=/dev/zero of=/dev/full count=1\n',
    });
    const error = await rejection(bench.build(folder.path), 'build.failed');
    assert.match(error.detail ?? '', /No space left on device/);
    assert.match(error.remedy, /Free some space/);
    assert.equal(error.place?.line, 4);
  });

  it('names a file that COPY does not find', async () => {
    writeFiles(folder.path, { Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-copy"\nCOPY nope /\n' });
    const error = await rejection(bench.build(folder.path), 'build.failed');
    assert.equal(error.place?.line, 3);
    assert.match(error.remedy, /\.dockerignore/);
  });

  it('names an external base that cannot be had', async () => {
    writeFiles(folder.path, {
      Dockerfile: 'FROM 127.0.0.1:1/nope/nothing:1\nLABEL IMAGE="t-edk-nobase"\n',
    });
    const error = await rejection(bench.build(folder.path), 'image.baseUnknown');
    assert.equal(error.place?.line, 1);
    assert.match(error.message, /nope\/nothing:1/);
  });

  it('builds with the builder of the Engine when the one of "# syntax=" cannot be loaded', async () => {
    writeFiles(folder.path, {
      Dockerfile: '# syntax=127.0.0.1:1/docker/dockerfile:1\nFROM scratch\nLABEL IMAGE="t-edk-syntax"\nCOPY a /\n',
      a: '1',
    });
    const { step, lines } = recordStep();
    const [built] = await bench.build(folder.path, step);
    assert.equal(built?.outcome, 'built');
    assert.ok(lines.some((line) => line.startsWith('warn ') && line.includes('# syntax=')));
  });

  it('builds what does not depend on a failure, and names what was not tried', async () => {
    writeFiles(folder.path, {
      'a/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-a"\nCOPY nope /\n',
      'b/Dockerfile': 'FROM local-only/t-edk-a\nLABEL IMAGE="t-edk-b"\n',
      'c/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-c"\nCOPY Dockerfile /\n',
    });
    const error = await rejection(bench.build(folder.path), 'build.failed');
    assert.match(error.message, /a\/Dockerfile:3[\s\S]*1 more were not built/);
    assert.ok(await bench.client.digest('t-edk-c', '0.6.0', signal));
    assert.equal(await bench.client.digest('t-edk-b', '0.6.0', signal), undefined);
  });

  it('lists all failures, each with its own place, and warns of each image that is not built', async () => {
    writeFiles(folder.path, {
      'a/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-a"\nCOPY nope /\n',
      'b/Dockerfile': 'FROM local-only/t-edk-a\nLABEL IMAGE="t-edk-b"\n',
      'c/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-c"\nCOPY Dockerfile /\nCOPY neither /\n',
      'd/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-d"\nCOPY Dockerfile /\n',
    });
    const { step, lines } = recordStep();
    const error = await rejection(bench.build(folder.path, step), 'build.failed');
    assert.match(error.message, /a\/Dockerfile:3[^]*c\/Dockerfile:4[^]*1 more were not built/);
    assert.deepEqual(
      error.failures.map(({ place }) => place),
      [
        { file: join(folder.path, 'a/Dockerfile'), line: 3 },
        { file: join(folder.path, 'c/Dockerfile'), line: 4 },
      ],
    );
    assert.ok(lines.includes('warn "t-edk-b" was not built: an image that it starts from failed.'));
    assert.ok(await bench.client.digest('t-edk-d', '0.6.0', signal));
  });

  it('ends the build in the Engine when it is cancelled', async () => {
    const mark = `sleep 29${process.pid}`;
    writeFiles(folder.path, {
      Dockerfile: `ARG ROOT_IMAGE\nFROM \${ROOT_IMAGE}\nLABEL IMAGE="t-edk-cancel"\nRUN ${mark}\n`,
    });
    const controller = new AbortController();
    const { step, lines } = recordStep(controller.signal);
    const work = bench.build(folder.path, step).catch((error: unknown) => error);
    await until(() => running(mark));
    assert.ok(lines.some((line) => line.includes(mark)));
    controller.abort();
    const error = await work;
    assert.ok(error instanceof Error && error.name === 'AbortError', String(error));
    await until(() => !running(mark));
  });

  it('writes an image as a tar, whole or not at all', async () => {
    writeFiles(folder.path, small);
    const [, app] = await bench.build(folder.path);
    assert.ok(app);
    await forget([app]);
    const file = join(folder.path, 'out/app.tar');
    const { connection } = bench;
    await exportImageTar({ reference: app.image.push.version, file, connection }, recordStep().step);
    assert.ok(statSync(file).size > 1000);
    const reference = `${registry.address}/t-edk-nothing:1`;
    const missing = exportImageTar({ reference, file: join(folder.path, 'x.tar'), connection }, recordStep().step);
    await rejection(missing, 'docker.failed');
    assert.throws(() => statSync(join(folder.path, 'x.tar')), /ENOENT/);
  });

  describe('with a faulty registry', () => {
    const project = { Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-fault"\nCOPY a /\n' };

    it('that is down', async () => {
      writeFiles(folder.path, { ...project, a: 'down' });
      const down = await ImageWorkbench.open('127.0.0.1:1');
      try {
        const error = await rejection(down.build(folder.path), 'registry.unreachable');
        assert.match(error.message, /127\.0\.0\.1:1/);
      } finally {
        await down.close();
      }
    });

    it('that refuses', async () => {
      writeFiles(folder.path, { ...project, a: 'refuse' });
      const closed = await startRegistry({ htpasswd: testUserLine });
      const refused = await ImageWorkbench.open(closed.address);
      try {
        await rejection(refused.build(folder.path), 'registry.refused');
      } finally {
        await refused.close();
        await closed.stop();
      }
    });

    it('that refuses only what is pushed', async () => {
      writeFiles(folder.path, { ...project, a: 'refuse pushes' });
      const proxy = await startFaultProxy(registry.address, ({ method }) => (method === 'POST' ? 403 : 'pass'));
      const refused = await ImageWorkbench.open(proxy.address);
      try {
        await rejection(refused.build(folder.path), 'registry.refused');
      } finally {
        await refused.close();
        await proxy.close();
      }
    });

    it('that refuses what is pushed from some day on: no content stays in the Engine for each try', async () => {
      writeFiles(folder.path, { ...project, a: 'pushed' });
      let refuses = false;
      const proxy = await startFaultProxy(registry.address, ({ method }) =>
        refuses && method === 'POST' ? 403 : 'pass',
      );
      const bench = await ImageWorkbench.open(proxy.address);
      const contentsInEngine = async (): Promise<number> => {
        const images = await bench.connection.docker.listImages();
        const names = images.flatMap(({ RepoTags }) => RepoTags ?? []);
        return names.filter((name) => name.startsWith(`${proxy.address}/`) && name.includes('-c')).length;
      };
      try {
        const images = await bench.build(folder.path);
        refuses = true;
        for (const a of ['once', 'twice']) {
          writeFiles(folder.path, { ...project, a });
          await bench.removeOldTags(folder.path);
          await rejection(bench.build(folder.path), 'registry.refused');
          assert.equal(await contentsInEngine(), images.length + 1);
        }
      } finally {
        await bench.close();
        await proxy.close();
      }
    });

    it('that answers 500', async () => {
      writeFiles(folder.path, { ...project, a: '500' });
      const proxy = await startFaultProxy(registry.address, () => 500);
      const failing = await ImageWorkbench.open(proxy.address);
      try {
        const error = await rejection(failing.build(folder.path), 'registry.failed');
        assert.match(error.message, /500/);
      } finally {
        await failing.close();
        await proxy.close();
      }
    });

    it('that loses what was pushed', async () => {
      writeFiles(folder.path, { ...project, a: `lost ${Date.now()}` });
      // Right after the manifest was taken, everything is gone.
      const proxy = await startFaultProxy(registry.address, ({ method, url }) => {
        if (method === 'HEAD' && url?.includes('/manifests/') === true && puts > 0) {
          rmSync(join(registry.storage, 'docker/registry/v2/repositories/t-edk-fault'), {
            recursive: true,
            force: true,
          });
        }
        if (method === 'PUT' && url?.includes('/manifests/') === true) puts++;
        return 'pass';
      });
      let puts = 0;
      const losing = await ImageWorkbench.open(proxy.address);
      try {
        const error = await rejection(losing.build(folder.path), 'registry.contentMissing');
        assert.match(error.message, /t-edk-fault/);
      } finally {
        await losing.close();
        await proxy.close();
      }
    });

    it('that loses a layer of what was pushed', async () => {
      writeFiles(folder.path, { ...project, a: `half ${Date.now()}` });
      let puts = 0;
      const proxy = await startFaultProxy(registry.address, ({ method, url }) => {
        if (method === 'HEAD' && url?.includes('/blobs/') === true && puts > 0) return 404;
        if (method === 'PUT' && url?.includes('/manifests/') === true) puts++;
        return 'pass';
      });
      const losing = await ImageWorkbench.open(proxy.address);
      try {
        await rejection(losing.build(folder.path), 'registry.contentMissing');
      } finally {
        await losing.close();
        await proxy.close();
      }
    });
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (condition()) return;
    await setTimeout(100);
  }
  assert.fail('It did not come true within 20 s.');
}

function running(command: string): boolean {
  return processes().some((line) => line.startsWith(command));
}

/** Command lines of everything that runs on this machine, containers included. */
function processes(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    });
}
