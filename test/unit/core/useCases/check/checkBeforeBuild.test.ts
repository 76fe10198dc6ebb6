import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RenderedChart } from '../../../../../src/core/checks/facts.ts';
import { checkBeforeBuild } from '../../../../../src/core/useCases/check/checkBeforeBuild.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { sampleProject } from '../../../../support/checks/sampleProject.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../../support/writeFiles.ts';

type ManifestList = RenderedChart['manifests'];

describe('checkBeforeBuild', () => {
  const root = useTemporaryFolder();
  const script = 'processing-containers/liver/files/process.py';

  /** What is told before the build, and what beside it. */
  async function check(
    manifests: ManifestList = renderedJob('liver').manifests,
  ): Promise<{ readonly before: readonly string[]; readonly beside: readonly string[] }> {
    const folder = join(root.path, 'liver');
    const environment = readEnvironment({ EDK_STATE: join(root.path, 'state'), EDK_CACHE: join(root.path, 'cache') });
    const settings = await resolveSettings(folder, {}, environment);
    const templatesFolder = join(import.meta.dirname, '../../../../../templates');
    const http = { request: () => Promise.reject(new Error('no network')) } as never;
    const [before, beside] = [recordStep(), recordStep()];
    const later = await checkBeforeBuild(
      { settings, environment, templatesFolder, http, registries: new Map() },
      folder,
      before.step,
    );
    await later.rendered({ manifests }, beside.step);
    await later.scripts(beside.step);
    return { before: before.lines, beside: beside.lines };
  }

  const write = (files: Readonly<Record<string, string>>): Promise<void> => writeFiles(join(root.path, 'liver'), files);

  it('tells what is wrong in scripts beside the build, after every edit of them', async () => {
    await write(sampleProject);
    assert.deepEqual(await check(), { before: ['result nothing found'], beside: [] });
    await write({ [script]: 'import os\n\n\nos.environ["SEED"]\n' });
    const { before, beside } = await check();
    assert.deepEqual(before, ['result nothing found']);
    assert.equal(beside.length, 1);
    assert.match(beside[0] ?? '', /process\.py:4: Nobody sets SEED/);
    assert.deepEqual((await check()).beside, beside, 'what is remembered is told again');
    await write({ [script]: sampleProject[script] });
    assert.deepEqual((await check()).beside, []);
  });

  it('stops for an error in anything else, also when scripts change with it, and until it is mended', async () => {
    await write(sampleProject);
    await check();
    const dockerfile = 'processing-containers/liver/Dockerfile';
    const broken = sampleProject[dockerfile].replace('LABEL IMAGE="liver"\n', '');
    await write({ [dockerfile]: broken, [script]: 'print(1)\n' });
    await assert.rejects(check(), { code: 'check.failed' });
    await assert.rejects(check(), { code: 'check.failed' }, 'remembered');
    await write({ [dockerfile]: sampleProject[dockerfile] });
    assert.deepEqual((await check()).before, ['result nothing found']);
  });

  it('names a suppression without a reason once', async () => {
    await write({ ...sampleProject, [script]: '# edk-ignore operator/variable-unset\nprint(1)\n' });
    await write({
      'extension/liver-workflow/values.yaml': `# edk-ignore chart/privileged\n${sampleProject['extension/liver-workflow/values.yaml']}`,
    });
    const { before, beside } = await check();
    assert.match(before.join('\n'), /values\.yaml:1: .*no reason/);
    assert.match(beside.join('\n'), /process\.py:1: .*no reason/);
    assert.equal(beside.length, 1);
    assert.doesNotMatch(beside.join('\n'), /values\.yaml/);
  });

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
  const tags = ['0.6.0-c0123456789ab', '0.6.0-cba9876543210'] as const;

  it('asks about a rendering once, whatever content its tags name, and again about another one', async () => {
    await write(sampleProject);
    await check(job(`localhost:32000/liver:${tags[0]}`));
    const memory = join(root.path, 'cache', 'checks');
    const [name = ''] = await readdir(memory);
    const remembered = await readFile(join(memory, name), 'utf8');
    await check(job(`localhost:32000/liver:${tags[1]}`));
    assert.equal(await readFile(join(memory, name), 'utf8'), remembered, 'nothing new was found out');
    await check(job(`localhost:32000/other:${tags[1]}`));
    assert.notEqual(await readFile(join(memory, name), 'utf8'), remembered);
  });

  it('names the tag that is rendered, and stops each time, until the rendering is mended', async () => {
    await write(sampleProject);
    for (const tag of [...tags, tags[0]]) {
      const { message } = await rejection(check(job(`local-only/liver:${tag}`, 'Always')), 'check.failed');
      assert.ok(message.includes(tag), message);
    }
    assert.deepEqual((await check(job(`local-only/liver:${tags[0]}`))).beside, []);
  });
});
