import assert from 'node:assert/strict';
import { installExtension, joinParameters } from '../../../../../src/core/useCases/install/installExtension.ts';
import { extensionAnswer } from '../../../../support/platformAnswers.ts';
import { fakePlatform, type FakePlatformOptions } from '../../../../support/fakePlatform.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import type { Script, ScriptedAnswer } from '../../../../support/startScriptedServer.ts';
import { usePlatform } from '../../../../support/usePlatform.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';

type Answering = Exclude<Script, ScriptedAnswer>;

const wishes = { extension: 'lung-workflow', version: undefined, parameters: {}, timeoutMs: 2000 };

describe('installExtension', () => {
  const start = usePlatform();

  /** The list has the chart before anything is installed. */
  async function begin(options: FakePlatformOptions) {
    const fake = fakePlatform(options);
    const list = fake.routes['GET /extensions'] as Answering;
    const offered: ScriptedAnswer = { body: [extensionAnswer()] };
    const listed: Answering = (request) => (fake.releases.size === 0 ? offered : list(request));
    return { fake, ...(await start({ ...fake.routes, 'GET /extensions': listed })) };
  }

  it('installs the newest version and tells the links', async () => {
    const { platform, server } = await begin({ pods: () => [{ status: 'running' }], links: ['/lung', ':30042'] });
    const installed = await installExtension(platform, wishes, recordStep().step);
    assert.deepEqual(installed, {
      ...{ extension: 'lung-workflow', releaseName: 'lung-workflow', version: '0.6.0', state: 'running' },
      ...{ links: [`${server.url}/lung`, 'http://127.0.0.1:30042/'], note: undefined, changed: [] },
    });
  });

  it('is not put off by a list that fails now and then', async () => {
    const { platform } = await begin({ pods: () => [{ status: 'completed' }], listFailures: 2 });
    assert.equal((await installExtension(platform, wishes, recordStep().step)).state, 'completed');
  });

  it('keeps what is installed already', async () => {
    const releases = { 'lung-workflow': { chart: 'lung-workflow', helmStatus: 'deployed' } };
    const { platform } = await begin({ releases, pods: () => [{ status: 'completed' }] });
    const { step, lines } = recordStep();
    assert.equal((await installExtension(platform, wishes, step)).releaseName, 'lung-workflow');
    assert.ok(lines.includes('skip lung-workflow is already installed.'));
  });

  it('says which release failed, and that there is no such extension', async () => {
    const { platform } = await begin({ installs: 'failed' });
    await rejection(installExtension(platform, wishes, recordStep().step), 'release.failed');
    const other = { ...wishes, extension: 'heart-workflow' };
    await rejection(installExtension(platform, other, recordStep().step), 'platform.unknownExtension');
  });
});

const entry = {
  chart_name: 'notes-chart',
  extension_params: {
    about: { type: 'doc', html: 'text' },
    name: { type: 'string', default: '-' },
    cores: { type: 'string', default: 2 },
    gpu: { type: 'boolean', default: false },
    service: { type: 'list_single', value: ['ClusterIP', 'NodePort'], default: 'ClusterIP' },
    tasks: { type: 'list_multi', value: ['a', 'b', 'c'], default: ['a', 'b'] },
    path: { type: 'string' },
  },
};

describe('joinParameters', () => {
  it('sends every parameter with its default, and names the ones that stay empty', () => {
    assert.deepEqual(joinParameters(entry, {}), {
      parameters: { name: '-', cores: 2, gpu: false, service: 'ClusterIP', tasks: ['a', 'b'], path: '' },
      empty: ['path'],
    });
  });

  it('gives what was typed the type of its parameter', () => {
    const given = { name: 'notes', cores: '4', gpu: 'true', service: 'NodePort', tasks: 'b,c', path: '/data' };
    assert.deepEqual(joinParameters(entry, given), {
      parameters: { name: 'notes', cores: 4, gpu: true, service: 'NodePort', tasks: ['b', 'c'], path: '/data' },
      empty: [],
    });
  });

  for (const [title, given, code, says] of [
    ['an unknown parameter', { color: 'x' }, 'usage', /no parameter "color"\. It has: name, cores/],
    ['an explanation', { about: 'x' }, 'usage', /no parameter "about"/],
    ['no choice', { service: 'Other' }, 'parameter.invalid', /service: "Other" is not one of/],
    ['what the platform drops', { path: 'a;b' }, 'parameter.invalid', /path: The platform drops/],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => joinParameters(entry, given),
        (error) => error instanceof EdkError && error.code === code && says.test(error.message),
      );
    });
  }
});
