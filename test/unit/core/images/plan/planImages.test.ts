import assert from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import semver from 'semver';
import { buildOrder, planImages } from '../../../../../src/core/images/plan/planImages.ts';
import type { ImagePlan, PlannedImage, PlanImagesOptions } from '../../../../../src/core/images/plan/imagePlan.ts';
import type { OperatorImageReference } from '../../../../../src/core/project/python/findImageArguments.ts';
import { readImages } from '../../../../support/readBuildable.ts';
import { writeFiles } from '../../../../support/imageProject.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('planImages', () => {
  const folder = useTemporaryFolder();
  const plan = async (changed: Partial<PlanImagesOptions> = {}): Promise<ImagePlan> =>
    planImages(
      {
        images: await readImages(folder.path, { buildArguments: changed.buildArguments ?? {} }),
        imageReferences: [],
        registry: { push: '127.0.0.1:5000', pull: 'localhost:32000' },
        buildVersion: '0.6.0',
        buildArguments: {},
        bases: {
          registryDigest: (name) => Promise.resolve(name.startsWith('base-') ? digest : undefined),
          registryNames: () => Promise.resolve(['base-python-cpu', 'base-python-gpu', 'base-installer', 'other']),
        },
        ...changed,
      },
      recordStep().step,
    );
  const byName = async (changed: Partial<PlanImagesOptions> = {}): Promise<Map<string, PlannedImage>> =>
    new Map((await plan(changed)).images.map((image) => [image.source.name, image]));
  const get = (images: Map<string, PlannedImage>, name: string): PlannedImage => images.get(name) ?? assert.fail(name);

  const operator = 'op = Base(image=f"{DEFAULT_REGISTRY}/extract:{KAAPANA_BUILD_VERSION}", name="ü")\n';
  const project = {
    'extract/Dockerfile': 'FROM local-only/base-python-cpu:latest\nLABEL IMAGE="extract"\nCOPY files /app\n',
    'extract/files/run.py': 'print(1)\n',
    'dag/Dockerfile': 'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-extract"\nCOPY files /dags\n',
    'dag/files/ExtractOperator.py': operator,
  };
  const operatorReference = (): OperatorImageReference => {
    const file = join(folder.path, 'dag/files/ExtractOperator.py');
    const start = operator.indexOf('f"');
    return {
      file,
      fileText: operator,
      start,
      end: operator.indexOf(', name'),
      place: { file, line: 1 },
      parts: [{ variable: 'DEFAULT_REGISTRY' }, { text: '/extract:' }, { variable: 'KAAPANA_BUILD_VERSION' }],
    };
  };

  it('pins bases of the local registry and tags with version and hash', async () => {
    writeFiles(folder.path, project);
    const image = get(await byName(), 'extract');
    assert.match(image.dockerfileText, new RegExp(`^FROM 127.0.0.1:5000/base-python-cpu:latest@${digest}\n`));
    assert.equal(image.tags.version, '0.6.0');
    assert.equal(image.tags.immutable, `0.6.0-c${image.hash.slice(0, 12)}`);
    assert.equal(image.push.version, '127.0.0.1:5000/extract:0.6.0');
    assert.equal(image.pull.immutable, `localhost:32000/extract:${image.tags.immutable}`);
  });

  it('knows the local registry by every name it has', async () => {
    const names = ['local-only', '127.0.0.1:5000', 'localhost:32000', 'local-registry.services.svc.cluster.local:5000'];
    for (const [index, name] of names.entries()) {
      writeFiles(folder.path, { [`${index}/Dockerfile`]: `FROM ${name}/base-x\nLABEL IMAGE="i${index}"\n` });
    }
    for (const image of (await plan()).images) {
      assert.ok(image.dockerfileText.startsWith(`FROM 127.0.0.1:5000/base-x:latest@${digest}\n`));
    }
  });

  it('leaves the Dockerfile alone where there is nothing to resolve', async () => {
    writeFiles(folder.path, { Dockerfile: 'FROM debian:12\nLABEL IMAGE="x"\n' });
    assert.equal(get(await byName(), 'x').overlay.size, 0);
  });

  it('builds siblings first and starts from their exact image', async () => {
    writeFiles(folder.path, {
      'a/Dockerfile': 'FROM local-only/b\nLABEL IMAGE="a"\nCOPY --from=local-only/c:latest /x /x\n',
      'b/Dockerfile': 'FROM scratch\nLABEL IMAGE="b" REGISTRY="local-only"\n',
      'c/Dockerfile': 'FROM local-only/b\nLABEL IMAGE="c"\n',
    });
    const { images } = await plan();
    assert.deepEqual(
      images.map(({ source }) => source.name),
      ['b', 'c', 'a'],
    );
    const [b, c, a] = images;
    assert.ok(a && b && c);
    assert.deepEqual(a.dependsOn, ['b', 'c']);
    assert.equal(b.tags.version, 'latest');
    assert.ok(a.dockerfileText.includes(`--from=${c.push.immutable} /x`));
  });

  it('stages operators with the exact image, in place of the expression', async () => {
    writeFiles(folder.path, project);
    const images = await byName({ imageReferences: [operatorReference()] });
    const exact = get(images, 'extract').pull.immutable;
    const dag = get(images, 'dag-extract');
    assert.equal(dag.overlay.get('files/ExtractOperator.py'), `op = Base(image="${exact}", name="ü")\n`);
    assert.equal(readFileSync(join(folder.path, 'dag/files/ExtractOperator.py'), 'utf8'), operator);
    assert.deepEqual(dag.dependsOn, []);
  });

  it('lets operators name the build version with --tags version, as the platform does', async () => {
    writeFiles(folder.path, project);
    const images = await byName({ imageReferences: [operatorReference()], carriedTag: 'version' });
    assert.equal(
      get(images, 'dag-extract').overlay.get('files/ExtractOperator.py'),
      'op = Base(image="localhost:32000/extract:0.6.0", name="ü")\n',
    );
    assert.equal(get(images, 'extract').carried, 'version');
    // What is pushed has both tags all the same.
    assert.match(get(images, 'extract').push.immutable, /:0\.6\.0-c[0-9a-f]{12}$/);
  });

  it('leaves images of others and unknown expressions in operators alone', async () => {
    writeFiles(folder.path, project);
    const reference = operatorReference();
    for (const parts of [
      undefined,
      [{ text: 'docker.io/extract:1' }],
      [{ variable: 'DEFAULT_REGISTRY' as const }, { text: '/unknown:1' }],
    ]) {
      const images = await byName({ imageReferences: [{ ...reference, parts }] });
      assert.equal(get(images, 'dag-extract').overlay.has('files/ExtractOperator.py'), false);
    }
  });

  describe('the hash', () => {
    const base = async () => {
      writeFiles(folder.path, {
        ...project,
        'extract/Dockerfile': `${project['extract/Dockerfile']}ARG USED\n`,
        'extract/.dockerignore': '*.log\n',
      });
      return byName({ imageReferences: [operatorReference()], buildArguments: { USED: '1' } });
    };
    const again = (changed: Partial<PlanImagesOptions> = {}) =>
      byName({ imageReferences: [operatorReference()], buildArguments: { USED: '1' }, ...changed });

    const changes: { what: string; change: () => Partial<PlanImagesOptions>; changes: string[] }[] = [
      { what: 'nothing', change: () => ({}), changes: [] },
      {
        what: 'a script of the processing container',
        change: () => (writeFiles(folder.path, { 'extract/files/run.py': 'print(2)\n' }), {}),
        changes: ['dag-extract', 'extract'],
      },
      {
        what: 'a script of the DAG image',
        change: () => (writeFiles(folder.path, { 'dag/files/dag_x.py': 'x' }), {}),
        changes: ['dag-extract'],
      },
      {
        what: 'permission bits',
        change: () => (chmodSync(join(folder.path, 'extract/files/run.py'), 0o755), {}),
        changes: ['dag-extract', 'extract'],
      },
      {
        what: 'an ignored file',
        change: () => (writeFiles(folder.path, { 'extract/x.log': 'x' }), {}),
        changes: [],
      },
      {
        what: 'a build argument in use',
        change: () => ({ buildArguments: { USED: '2' } }),
        changes: ['dag-extract', 'extract'],
      },
      { what: 'another build argument', change: () => ({ buildArguments: { USED: '1', OTHER: '2' } }), changes: [] },
      {
        what: 'a base',
        change: () => ({
          bases: {
            registryDigest: (name) => Promise.resolve(name === 'base-installer' ? `sha256:${'b'.repeat(64)}` : digest),
            registryNames: () => Promise.resolve([]),
          },
        }),
        changes: ['dag-extract'],
      },
    ];
    for (const { what, change, changes: expected } of changes) {
      it(`changes with: ${what}`, async () => {
        const before = await base();
        const after = await again(change());
        const changed = [...after.values()].filter(({ hash, source }) => hash !== before.get(source.name)?.hash);
        assert.deepEqual(changed.map(({ source }) => source.name).sort(), expected);
      });
    }
  });

  it('gives tags that are valid for Docker and as a prerelease of a chart', async () => {
    for (const buildVersion of ['0.6.0', '0.6.1-12-gabc1234']) {
      writeFiles(folder.path, { Dockerfile: 'FROM scratch\nLABEL IMAGE="x"\n' });
      const { tags } = get(await byName({ buildVersion }), 'x');
      assert.ok(semver.valid(tags.immutable), tags.immutable);
      assert.match(tags.immutable, /^[\w][\w.-]{0,127}$/);
    }
  });

  it('takes an explicit version for the version tag', async () => {
    writeFiles(folder.path, { Dockerfile: 'FROM scratch\nLABEL IMAGE="x"\n' });
    assert.equal(get(await byName({ imageVersion: '1.2.3' }), 'x').tags.version, '1.2.3');
  });

  it('names the circle', async () => {
    writeFiles(folder.path, {
      'a/Dockerfile': 'FROM local-only/b\nLABEL IMAGE="a"\n',
      'b/Dockerfile': 'FROM local-only/c\nLABEL IMAGE="b"\n',
      'c/Dockerfile': 'FROM local-only/a\nLABEL IMAGE="c"\n',
      'd/Dockerfile': 'FROM local-only/a\nLABEL IMAGE="d"\n',
    });
    const { message } = await rejection(plan(), 'image.cycle');
    assert.match(message, /"a" needs "b", which needs "c", which needs "a"/);
  });

  it('names an image that starts from itself', async () => {
    writeFiles(folder.path, { Dockerfile: 'FROM local-only/a\nLABEL IMAGE="a"\n' });
    assert.match((await rejection(plan(), 'image.cycle')).message, /"a" needs "a"/);
  });

  it('names an unknown base, its line, and what comes near', async () => {
    writeFiles(folder.path, { Dockerfile: '\nFROM local-only/bas-python-cpu:latest\nLABEL IMAGE="a"\n' });
    const error = await rejection(plan(), 'image.baseUnknown');
    assert.match(error.message, /Dockerfile:2: .*"bas-python-cpu".*It has "base-python-cpu", "base-python-gpu"/);
    assert.match(error.remedy, /edk init/);
    assert.equal(error.place?.line, 2);
  });

  it('takes a Dockerfile from outside of what is sent', async () => {
    writeFiles(folder.path, { 'docker/Dockerfile': 'FROM scratch\nLABEL IMAGE="x"\n', 'src/a': '1' });
    const [source] = await readImages(folder.path, { buildArguments: {} });
    assert.ok(source);
    const images = await byName({ images: [{ ...source, context: join(folder.path, 'src') }] });
    const image = get(images, 'x');
    assert.equal(image.dockerfileText, source.file.text);
    assert.equal(image.dockerfilePath, '../docker/Dockerfile');
    assert.deepEqual([...image.inputs.files.keys()], ['a']);
  });
});

describe('buildOrder', () => {
  it('puts everything after what it comes after, or finds a real circle', () => {
    const graph = fc
      .uniqueArray(fc.nat(9), { minLength: 1 })
      .chain((names) =>
        fc.tuple(
          ...names.map((name) => fc.record({ name: fc.constant(String(name)), after: fc.subarray(names.map(String)) })),
        ),
      );
    fc.assert(
      fc.property(graph, (nodes) => {
        const result = buildOrder(nodes);
        const after = new Map(nodes.map((node) => [node.name, node.after]));
        if (result.kind === 'circle') {
          assert.ok(result.names.length >= 2 && result.names[0] === result.names.at(-1));
          for (const [index, name] of result.names.slice(1).entries()) {
            assert.ok(after.get(result.names[index] ?? '')?.includes(name));
          }
          return;
        }
        const done = new Set<string>();
        for (const level of result.levels) {
          for (const name of level) assert.ok(after.get(name)?.every((other) => done.has(other)));
          for (const name of level) done.add(name);
        }
        assert.equal(done.size, nodes.length);
      }),
    );
  });
});
