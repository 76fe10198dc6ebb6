import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { type ContainerResult, runContainer, templates, testImages } from './docker.ts';

const containerFolder = 'pyradiomics-feature-extractor/processing-containers/pyradiomics-feature-extractor';

const featuresSchema = z.object({
  features: z.record(z.string(), z.number()),
  region: z.strictObject({
    kind: z.string(),
    label: z.number(),
    voxels: z.number(),
    feature_classes: z.array(z.string()),
  }),
  provenance: z.object({
    created: z.iso.datetime({ offset: true }),
    input: z.object({ image: z.string(), mask: z.string().nullable() }),
    settings: z.looseObject({ bin_width: z.number() }),
    versions: z.record(z.string(), z.string()),
  }),
});

const reportSchema = z.object({
  series: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  outcomes: z.array(z.object({ series: z.string(), problem: z.string().nullable(), seconds: z.number() })),
});

describe('the processing container', function () {
  this.timeout(600_000);
  const images = testImages('extractor');
  const image = images.tag('extractor');
  const folder = useTemporaryFolder();

  before(async () => {
    await images.build('base-python-cpu', 'base-images/base-python-cpu');
    await images.build('extractor', containerFolder, { stage: 'wheels' });
  });
  after(() => images.remove());

  async function makeSpheres(...series: string[]): Promise<number> {
    const { output, exitCode } = await runContainer({
      image,
      mounts: { [folder.path]: '/data' },
      command: ['python3', '-', ...series.map((name) => `/data/run/batch/${name}`)],
      input: await readFile(new URL('makeSphere.py', import.meta.url), 'utf8'),
    });
    assert.equal(exitCode, 0, output);
    return Number(output);
  }

  async function makeBroken(series: string): Promise<void> {
    await mkdir(join(folder.path, `run/batch/${series}/image`), { recursive: true });
    await writeFile(join(folder.path, `run/batch/${series}/image/broken.nii.gz`), 'not an image');
  }

  function extract(environment: Record<string, string> = {}): Promise<ContainerResult> {
    const platform = {
      WORKFLOW_DIR: 'data/run',
      BATCH_NAME: 'batch',
      OPERATOR_IN_DIR: 'image',
      OPERATOR_OUT_DIR: 'features',
    };
    return runContainer({ image, mounts: { [folder.path]: '/data' }, environment: { ...platform, ...environment } });
  }

  async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(JSON.parse(await readFile(join(folder.path, path), 'utf8')));
  }

  const readFeatures = (series: string): Promise<z.infer<typeof featuresSchema>> =>
    readJson(`run/batch/${series}/features/features.json`, featuresSchema);

  const readReport = (): Promise<z.infer<typeof reportSchema>> => readJson('run/features/report.json', reportSchema);

  async function readTable(path: string): Promise<{ columns: string[]; rows: string[][] }> {
    const text = await readFile(join(folder.path, path), 'utf8');
    const [columns, ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    return { columns: columns ?? [], rows };
  }

  it('finds the volume of a sphere within 1 % and says where it comes from', async () => {
    const volume = await makeSpheres('1.2.3');
    const { exitCode, output } = await extract({
      OPERATOR_IN_MASK_DIR: 'mask',
      MASK_LABEL: '3',
      FEATURE_CLASSES: "['shape', 'firstorder']",
      BIN_WIDTH: '10',
    });
    assert.equal(exitCode, 0, output);
    const { features, region, provenance } = await readFeatures('1.2.3');
    for (const name of ['original_shape_MeshVolume', 'original_shape_VoxelVolume']) {
      assert.ok(Math.abs((features[name] ?? 0) / volume - 1) < 0.01, `${name} ${features[name]} instead of ${volume}`);
    }
    assert.ok(Math.abs((features['original_firstorder_Mean'] ?? 0) - 100) < 1);
    const { voxels, ...rest } = region;
    assert.deepEqual(rest, { kind: 'mask', label: 3, feature_classes: ['firstorder', 'shape'] });
    assert.ok(Math.abs((voxels * 0.8 * 0.8 * 1.2) / volume - 1) < 0.01);
    assert.deepEqual(provenance.input, { image: 'sphere.nii.gz', mask: 'sphere.nii.gz' });
    assert.equal(provenance.settings.bin_width, 10);
    assert.equal(provenance.versions['pyradiomics'], '3.0.1');
    assert.deepEqual(Object.keys(provenance.versions), ['python', 'pyradiomics', 'SimpleITK', 'numpy', 'PyWavelets']);

    const { columns, rows } = await readTable('run/batch/1.2.3/features/features.csv');
    assert.deepEqual(columns, ['series', 'image', 'mask', ...Object.keys(features)]);
    assert.deepEqual(rows, [['1.2.3', 'sphere.nii.gz', 'sphere.nii.gz', ...Object.values(features).map(String)]]);
  });

  it('reports a broken series and finishes the others', async () => {
    await makeSpheres('a', 'c');
    await makeBroken('b');
    const { exitCode, output } = await extract({ FEATURE_CLASSES: "['firstorder']" });
    assert.equal(exitCode, 0, output);
    assert.match(output, /ERROR \[2\/3\] b: /);
    const { outcomes, ...counts } = await readReport();
    assert.deepEqual(counts, { series: 3, succeeded: 2, failed: 1 });
    assert.deepEqual(
      outcomes.map(({ series, problem }) => [series, problem === null]),
      [
        ['a', true],
        ['b', false],
        ['c', true],
      ],
    );
    assert.match(outcomes[1]?.problem ?? '', /broken\.nii\.gz/);
    const { rows } = await readTable('run/features/features.csv');
    assert.deepEqual(
      rows.map(([series]) => series),
      ['a', 'c'],
    );
  });

  it('takes the whole image without a mask, every voxel once, and leaves shape out', async () => {
    await makeSpheres('a');
    const { exitCode, output } = await extract({ FEATURE_CLASSES: "['shape', 'firstorder']" });
    assert.equal(exitCode, 0, output);
    const { region, features } = await readFeatures('a');
    assert.deepEqual(region, { kind: 'whole image', label: 1, voxels: 60 * 60 * 40, feature_classes: ['firstorder'] });
    assert.ok(Object.keys(features).every((name) => name.startsWith('original_firstorder_')));
  });

  it('computes on filtered images', async () => {
    await makeSpheres('a');
    const { exitCode, output } = await extract({
      OPERATOR_IN_MASK_DIR: 'mask',
      MASK_LABEL: '3',
      FEATURE_CLASSES: "['firstorder']",
      IMAGE_FILTERS: "['Wavelet', 'LoG']",
      LOG_SIGMA: '[2]',
    });
    assert.equal(exitCode, 0, output);
    const { features } = await readFeatures('a');
    const filters = new Set(Object.keys(features).map((name) => name.split('_')[0]));
    assert.deepEqual([...filters].sort(), [
      'log-sigma-2-0-mm-3D',
      ...['HHH', 'HHL', 'HLH', 'HLL', 'LHH', 'LHL', 'LLH', 'LLL'].map((band) => `wavelet-${band}`),
    ]);
  });

  describe('fails', () => {
    it('when every series fails, after a report', async () => {
      await makeBroken('a');
      const { exitCode, output } = await extract();
      assert.equal(exitCode, 1, output);
      assert.match(output, /None of 1 series has features/);
      assert.equal((await readReport()).failed, 1);
    });

    it('when there is no input', async () => {
      const { exitCode, output } = await extract();
      assert.equal(exitCode, 1, output);
      assert.match(output, /No series in \/data\/run\/batch/);
    });

    it('when masks are asked for and the only series has none', async () => {
      await makeSpheres('a');
      const { exitCode, output } = await extract({ OPERATOR_IN_MASK_DIR: 'elsewhere' });
      assert.equal(exitCode, 1, output);
      assert.match(output, /No mask in \/data\/run\/batch\/a\/elsewhere/);
    });

    it('with a parameter that nobody can compute with', async () => {
      const { exitCode, output } = await extract({ FEATURE_CLASSES: "['colour']" });
      assert.equal(exitCode, 2, output);
      assert.match(output, /FEATURE_CLASSES has 'colour'; valid values are firstorder, shape/);
    });
  });

  it("passes the template's own Python tests", async () => {
    const { exitCode, output } = await runContainer({
      image,
      mounts: { [join(templates, containerFolder, 'tests')]: '/tests:ro' },
      environment: { PYTHONDONTWRITEBYTECODE: '1' },
      command: ['python3', '-m', 'unittest', 'discover', '/tests'],
    });
    assert.equal(exitCode, 0, output);
    assert.match(output, /Ran [1-9]\d* tests/);
  });

  it('trusts the authorities of the root image, also after they are collected anew', async () => {
    const count = 'grep -c BEGIN /etc/ssl/certs/ca-certificates.crt';
    const root = process.env['EDK_ROOT_IMAGE'] ?? 'kaapana-edk/root:bookworm';
    const before = await runContainer({ image: root, command: ['sh', '-c', count] });
    const after = await runContainer({
      image,
      user: 'root',
      command: ['sh', '-c', `update-ca-certificates >/dev/null 2>&1; ${count}; printenv PIP_CERT REQUESTS_CA_BUNDLE`],
    });
    const bundle = '/etc/ssl/certs/ca-certificates.crt';
    assert.deepEqual(after.output.split('\n'), [before.output, bundle, bundle]);
  });
});
