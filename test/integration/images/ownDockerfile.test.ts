import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildImage } from '../../../src/core/images/build/buildImage.ts';
import { planImages } from '../../../src/core/images/plan/planImages.ts';
import { readImage } from '../../../src/core/project/readImage.ts';
import { imageFiles } from '../../support/imageFiles.ts';
import { writeFiles } from '../../support/imageProject.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { ImageWorkbench } from '../../support/imageWorkbench.ts';

const proxy = { http: undefined, https: undefined, no: undefined };
const dockerfile = 'FROM scratch\nLABEL IMAGE="t-edk-own"\nCOPY . /x/\n';
const staging = 'FROM local-only/t-edk-own-base\nLABEL IMAGE="t-edk-own"\nCOPY . /x/\n';

interface Case {
  readonly files: Record<string, string>;
  readonly dockerfile: string;
  readonly context?: string;
  readonly inImage: Record<string, string>;
}

/** No registry is asked: a base has a digest that the Docker Engine never has to fetch. */
describe('the Dockerfile in its own image', () => {
  const folder = useTemporaryFolder();
  let bench: ImageWorkbench;
  before(async () => {
    bench = await ImageWorkbench.open('localhost:1');
  });
  after(async () => {
    await execa('docker', ['rmi', '--force', 'localhost:1/t-edk-own:0.6.0', 't-edk-own-oracle'], { reject: false });
    await bench.close();
  });

  const cases: Record<string, Case> = {
    'as it is': { files: { Dockerfile: dockerfile }, dockerfile: 'Dockerfile', inImage: { Dockerfile: dockerfile } },
    'left out by .dockerignore': {
      files: { Dockerfile: dockerfile, '.dockerignore': 'Dockerfile' },
      dockerfile: 'Dockerfile',
      inImage: { '.dockerignore': 'Dockerfile' },
    },
    'left out with its folder': {
      files: { 'sub/Dockerfile': dockerfile, '.dockerignore': 'sub' },
      dockerfile: 'sub/Dockerfile',
      inImage: { '.dockerignore': 'sub' },
    },
    'from outside of the context': {
      files: { 'Outside.Dockerfile': dockerfile, 'ctx/b.txt': 'b' },
      dockerfile: 'Outside.Dockerfile',
      context: 'ctx',
      inImage: { 'b.txt': 'b' },
    },
    'with rules of its own': {
      files: { 'Dockerfile.dockerignore': 'a.txt', Dockerfile: dockerfile, '.dockerignore': 'c.txt', 'c.txt': 'c' },
      dockerfile: 'Dockerfile',
      inImage: { Dockerfile: dockerfile, 'Dockerfile.dockerignore': 'a.txt', '.dockerignore': 'c.txt', 'c.txt': 'c' },
    },
  };
  for (const [what, { files, inImage, ...places }] of Object.entries(cases)) {
    it(`comes there only as docker has it: ${what}`, async () => {
      writeFiles(folder.path, { ...files, ...(places.context === undefined ? { 'a.txt': 'a' } : {}) });
      const expected =
        inImage['c.txt'] !== undefined || places.context !== undefined ? inImage : { ...inImage, 'a.txt': 'a' };
      assert.deepEqual(await builtBy(places), expected);
    });
  }

  it('is the text of the user where the build has another one', async () => {
    writeFiles(folder.path, {
      'b/Dockerfile': 'FROM scratch\nLABEL REGISTRY="local-only" IMAGE="t-edk-own-base"\nCOPY b /b\n',
      'b/b': 'b',
      'a/Dockerfile': staging,
    });
    const { images } = await bench.plan(folder.path);
    for (const image of images) await buildImage(image, { connection: bench.connection, proxy }, recordStep().step);
    const found = await imageFiles('localhost:1/t-edk-own:0.6.0');
    assert.equal(found.get('x/Dockerfile'), staging);
  });

  it('is built beside a link that leads out and a name that is not UTF-8, which no COPY takes', async () => {
    writeFiles(folder.path, { Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-own"\nCOPY files /x/\n', 'files/a': 'a' });
    symlinkSync('/usr/bin/python3', join(folder.path, 'python3'));
    writeFileSync(Buffer.concat([Buffer.from(`${folder.path}/caf`), Buffer.from([0xe9])]), 'x');
    assert.deepEqual(await builtBy({ dockerfile: 'Dockerfile' }), { a: 'a' });
  });

  async function builtBy(places: { dockerfile: string; context?: string }): Promise<Record<string, string>> {
    const file = join(folder.path, places.dockerfile);
    const context = join(folder.path, places.context ?? '.');
    const source = await readImage({ dockerfile: file, context, buildArguments: {} });
    const plan = await planImages(
      {
        images: [source],
        imageReferences: [],
        registry: { push: 'localhost:1', pull: 'localhost:1' },
        buildVersion: '0.6.0',
        buildArguments: {},
        bases: { registryDigest: () => Promise.resolve(undefined), registryNames: () => Promise.resolve([]) },
      },
      recordStep().step,
    );
    const [image] = plan.images;
    assert.ok(image);
    await buildImage(image, { connection: bench.connection, proxy }, recordStep().step);
    const found = await imageFiles(image.push.version);
    return Object.fromEntries(
      [...found].filter(([path]) => path.startsWith('x/')).map(([path, text]) => [path.slice(2), text]),
    );
  }
});
