import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { RenderedChart } from '../../../../../src/core/checks/facts.ts';
import { readProject } from '../../../../../src/core/project/readProject.ts';
import { checkBeforeBuild, checkRendered } from '../../../../../src/core/useCases/check/checkProject.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import { sampleProject } from '../../../../support/checks/sampleProject.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../../support/writeFiles.ts';

type ManifestList = RenderedChart['manifests'];

describe('checkBeforeBuild', () => {
  const root = useTemporaryFolder();
  const script = 'processing-containers/liver/files/process.py';

  /** A Job as Helm renders it. */
  const job = (image: string, policy?: string): ManifestList => [
    {
      template: 'liver-workflow/templates/job.yaml',
      file: undefined,
      content: {
        ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'liver' } },
        spec: { template: { spec: { containers: [{ name: 'liver', image, imagePullPolicy: policy }] } } },
      },
    },
  ];

  /** What is told of the files, and what of the rendered chart. */
  async function check(
    manifests: ManifestList = job('localhost:32000/liver:0.6.0'),
  ): Promise<{ readonly files: readonly string[]; readonly rendered: readonly string[] }> {
    const folder = join(root.path, 'liver');
    const environment = readEnvironment({ EDK_STATE: join(root.path, 'state'), EDK_CACHE: join(root.path, 'cache') });
    const settings = await resolveSettings(folder, {}, environment);
    const context = { settings, templatesFolder: join(import.meta.dirname, '../../../../../templates') };
    const project = await readProject(folder, { buildArguments: {} });
    const [files, rendered] = [recordStep(), recordStep()];
    await checkBeforeBuild(context, project, files.step);
    await checkRendered(context, { project, manifests }, rendered.step);
    return { files: files.lines, rendered: rendered.lines };
  }

  const write = (files: Readonly<Record<string, string>>): Promise<void> => writeFiles(join(root.path, 'liver'), files);

  it('tells what is wrong in scripts after every edit of them', async () => {
    await write(sampleProject);
    assert.deepEqual(await check(), { files: ['result no problems found'], rendered: [] });
    await write({ [script]: 'import os\n\n\nos.environ["SEED"]\n' });
    const { files, rendered } = await check();
    assert.deepEqual(files.slice(1), ['result 1 warning']);
    assert.match(files[0] ?? '', /process\.py:4: SEED is not set/);
    assert.deepEqual(rendered, []);
    assert.deepEqual((await check()).files, files, 'it is told again');
    await write({ [script]: sampleProject[script] });
    assert.deepEqual((await check()).files, ['result no problems found']);
  });

  it('stops for an error in anything else, also when scripts change with it, and until it is mended', async () => {
    await write(sampleProject);
    await check();
    const dockerfile = 'processing-containers/liver/Dockerfile';
    const broken = sampleProject[dockerfile].replace('LABEL IMAGE="liver"\n', '');
    await write({ [dockerfile]: broken, [script]: 'print(1)\n' });
    await assert.rejects(check(), { code: 'check.failed' });
    await assert.rejects(check(), { code: 'check.failed' }, 'again');
    await write({ [dockerfile]: sampleProject[dockerfile] });
    assert.deepEqual((await check()).files, ['result no problems found']);
  });

  it('names a suppression without a reason once', async () => {
    await write({ ...sampleProject, [script]: '# edk-ignore operator/variable-unset\nprint(1)\n' });
    await write({
      'extension/liver-workflow/values.yaml': `# edk-ignore chart/privileged\n${sampleProject['extension/liver-workflow/values.yaml']}`,
    });
    const { files, rendered } = await check();
    assert.equal(files.filter((line) => /values\.yaml:1: .*no reason/.test(line)).length, 1);
    assert.equal(files.filter((line) => /process\.py:1: .*no reason/.test(line)).length, 1);
    assert.deepEqual(rendered, []);
  });

  const tags = ['0.6.0-c0123456789ab', '0.6.0-cba9876543210'] as const;

  it('names the tag that is rendered, and stops each time, until the rendering is mended', async () => {
    await write(sampleProject);
    for (const tag of [...tags, tags[0]]) {
      const { message } = await rejection(check(job(`local-only/liver:${tag}`, 'Always')), 'check.failed');
      assert.ok(message.includes(tag), message);
    }
    assert.deepEqual((await check(job(`local-only/liver:${tags[0]}`))).rendered, []);
  });
});
