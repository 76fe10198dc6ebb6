import assert from 'node:assert/strict';
import { chmodSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedImage, PlanImagesOptions } from '../../../../../src/core/images/plan/imagePlan.ts';
import { planImages } from '../../../../../src/core/images/plan/planImages.ts';
import { openBuildMemory } from '../../../../../src/core/images/why/buildMemory.ts';
import { describeReason, describeReasons, whyBuilt, whySkipped } from '../../../../../src/core/images/why/whyBuilt.ts';
import { readBuildable } from '../../../../support/readBuildable.ts';
import { writeFiles } from '../../../../support/imageProject.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('why an image is built', () => {
  const folder = useTemporaryFolder();
  const state = useTemporaryFolder();
  const memory = () => openBuildMemory(state.path);
  const at = (path: string): string => join(folder.path, path);

  const project = {
    'extract/Dockerfile':
      'FROM local-only/base-python-cpu:latest\nARG USED\nARG LATER\nLABEL IMAGE="extract"\nCOPY files /app\n',
    'extract/.dockerignore': '*.log\n',
    'extract/files/run.py': 'print(1)\n',
    'extract/files/old.py': '',
    'dag/Dockerfile': 'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-extract"\nCOPY files /dags\n',
    'dag/files/ExtractOperator.py': 'op = Base(image=f"{DEFAULT_REGISTRY}/extract:{KAAPANA_BUILD_VERSION}")\n',
  };

  async function plan(changed: Partial<PlanImagesOptions> = {}): Promise<Map<string, PlannedImage>> {
    const buildArguments = changed.buildArguments ?? { USED: '1' };
    const { images, imageReferences } = await readBuildable(folder.path, { buildArguments });
    const planned = await planImages(
      {
        images,
        imageReferences,
        registry: { push: '127.0.0.1:5000', pull: 'localhost:32000' },
        buildVersion: '0.6.0',
        buildArguments,
        bases: {
          registryDigest: () => Promise.resolve(digest),
          registryNames: () => Promise.resolve([]),
        },
        ...changed,
      },
      recordStep().step,
    );
    return new Map(planned.images.map((image) => [image.source.name, image]));
  }

  async function why(name: string, changed: Partial<PlanImagesOptions> = {}): Promise<string[]> {
    const image = (await plan(changed)).get(name) ?? assert.fail(name);
    return whyBuilt(await memory().read(image), image).map(describeReason);
  }

  async function rememberAll(): Promise<void> {
    writeFiles(folder.path, project);
    for (const image of (await plan()).values()) await memory().write(image, { durationMs: 1200, size: 10 });
  }

  const otherBase: Partial<PlanImagesOptions> = {
    bases: {
      registryDigest: (name) => Promise.resolve(name === 'base-installer' ? `sha256:${'b'.repeat(64)}` : digest),
      registryNames: () => Promise.resolve([]),
    },
  };

  const cases: {
    what: string;
    change?: () => void;
    options?: Partial<PlanImagesOptions>;
    extract?: string[];
    dag?: string[];
  }[] = [
    {
      what: 'a changed file',
      change: () => writeFiles(folder.path, { 'extract/files/run.py': 'print(2)\n' }),
      extract: ['files/run.py: changed'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'a new file',
      change: () => writeFiles(folder.path, { 'extract/files/new.py': '' }),
      extract: ['files/new.py: added'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'a removed file',
      change: () => rmSync(at('extract/files/old.py')),
      extract: ['files/old.py: removed'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'a renamed file',
      change: () => renameSync(at('extract/files/old.py'), at('extract/files/older.py')),
      extract: ['files/old.py: removed', 'files/older.py: added'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'permissions',
      change: () => chmodSync(at('extract/files/run.py'), 0o755),
      extract: ['files/run.py: permissions changed'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'a link in place of a file',
      change: () => {
        rmSync(at('extract/files/old.py'));
        symlinkSync('run.py', at('extract/files/old.py'));
      },
      extract: ['files/old.py: became something else'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'an instruction of the Dockerfile',
      change: () => writeFiles(folder.path, { 'dag/Dockerfile': `${project['dag/Dockerfile']}USER 1000\n` }),
      extract: [],
      dag: ['Dockerfile: changed'],
    },
    {
      what: 'an operator',
      change: () =>
        writeFiles(folder.path, {
          'dag/files/ExtractOperator.py': `${project['dag/files/ExtractOperator.py']}x = 1\n`,
        }),
      extract: [],
      dag: ['files/ExtractOperator.py: changed'],
    },
    {
      what: 'a build argument',
      options: { buildArguments: { USED: '2' } },
      extract: ['build argument USED changed'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'a new build argument',
      options: { buildArguments: { USED: '1', LATER: '1' } },
      extract: ['build argument LATER added'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'nothing about a build argument that no Dockerfile names',
      options: { buildArguments: { USED: '1', OTHER: '1' } },
      extract: [],
      dag: [],
    },
    {
      what: 'that nothing is known of a Dockerfile with another name',
      change: () => renameSync(at('extract/Dockerfile'), at('extract/extract.Dockerfile')),
      extract: ['first build for this registry'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'an operator that runs an image of somebody else',
      change: () =>
        writeFiles(folder.path, { 'dag/files/ExtractOperator.py': 'op = Base(image="docker.io/other/image:1")\n' }),
      extract: [],
      dag: ['files/ExtractOperator.py: changed', 'image "extract", which an operator runs, removed'],
    },
    {
      what: 'an operator that runs one more image of the project',
      change: () =>
        writeFiles(folder.path, {
          'more/Dockerfile': 'FROM scratch\nLABEL IMAGE="more"\n',
          'dag/files/MoreOperator.py': 'op = Base(image=f"{DEFAULT_REGISTRY}/more:{KAAPANA_BUILD_VERSION}")\n',
        }),
      extract: [],
      dag: ['files/MoreOperator.py: added', 'image "more", which an operator runs, added'],
    },
    {
      what: 'a build argument that is gone',
      options: { buildArguments: {} },
      extract: ['build argument USED removed'],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: 'a base',
      options: otherBase,
      extract: [],
      dag: ['base local-only/base-installer:latest changed'],
    },
    {
      what: 'another base',
      change: () =>
        writeFiles(folder.path, {
          'extract/Dockerfile': project['extract/Dockerfile'].replace('base-python-cpu', 'base-other'),
        }),
      extract: [
        'Dockerfile: changed',
        'base local-only/base-other:latest added',
        'base local-only/base-python-cpu:latest removed',
      ],
      dag: ['image "extract", which an operator runs, changed'],
    },
    {
      what: '.dockerignore',
      change: () => writeFiles(folder.path, { 'extract/.dockerignore': '*.log\nfiles/old.py\n' }),
      extract: ['.dockerignore: changed', 'files/old.py: removed'],
      dag: ['image "extract", which an operator runs, changed'],
    },
  ];
  for (const { what, change, options, extract, dag } of cases) {
    it(`names ${what}`, async () => {
      await rememberAll();
      change?.();
      const notHere = ['it is missing in the registry'];
      assert.deepEqual(await why('extract', options), extract?.length === 0 ? notHere : extract);
      assert.deepEqual(await why('dag-extract', options), dag?.length === 0 ? notHere : dag);
    });
  }

  it('names a base of the same project', async () => {
    const sibling = { 'common/Dockerfile': 'FROM scratch\nLABEL REGISTRY="local-only" IMAGE="common"\nCOPY a /\n' };
    const above = { 'above/Dockerfile': 'FROM local-only/common:latest\nLABEL IMAGE="above"\n' };
    writeFiles(folder.path, { ...sibling, ...above, 'common/a': '1' });
    await rememberAll();
    writeFiles(folder.path, { 'common/a': '2' });
    assert.deepEqual(await why('common'), ['a: changed']);
    assert.deepEqual(await why('above'), ['base local-only/common:latest changed']);
  });

  it('says when nothing is known, and when only the registry lacks it', async () => {
    writeFiles(folder.path, project);
    assert.deepEqual(await why('extract'), ['first build for this registry']);
    await rememberAll();
    writeFiles(folder.path, { 'extract/x.log': 'ignored' });
    assert.deepEqual(await why('extract'), ['it is missing in the registry']);
  });

  it('says why an image is skipped, and compares with that from then on', async () => {
    await rememberAll();
    const skipped = async (): Promise<string[]> => {
      const image = (await plan()).get('extract') ?? assert.fail();
      return (await whySkipped(memory(), image)).why.map(describeReason);
    };
    assert.deepEqual(await skipped(), ['nothing changed']);
    writeFiles(folder.path, { 'extract/files/run.py': 'print(2)\n' });
    assert.deepEqual(await skipped(), ['the registry already has this content', 'files/run.py: changed']);
    assert.deepEqual(await skipped(), ['nothing changed']);
    writeFiles(folder.path, { 'extract/files/old.py': '2' });
    assert.deepEqual(await why('extract'), ['files/old.py: changed']);
  });

  it('can do without its memory', async () => {
    await rememberAll();
    const image = (await plan()).get('extract') ?? assert.fail();
    assert.equal((await memory().readHead(image))?.durationMs, 1200);
    rmSync(state.path, { recursive: true });
    assert.equal(await memory().read(image), undefined);
    assert.deepEqual(await why('extract'), ['first build for this registry']);
  });

  it('keeps a sentence short', () => {
    const reasons = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ kind: 'file', path, change: 'added' }) as const);
    assert.equal(describeReasons(reasons), 'a: added, b: added, c: added and 2 more');
  });
});
