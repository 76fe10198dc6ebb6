import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { startEdkWorkbench, type EdkRun, type EdkWorkbench } from '../../support/edkWorkbench.ts';
import { folderState } from '../../support/folderState.ts';
import { fetchPlatform } from '../../support/sandbox/fetchPlatform.ts';
import { until } from '../../support/sandbox/startTestPlatform.ts';

const applicationsSchema = z.array(
  z.object({ release_name: z.string(), paths: z.tuple([z.string()]), project: z.string(), ready: z.boolean() }),
);
const releaseSchema = z.object({ releaseName: z.string(), state: z.string() });

function ended(run: EdkRun): unknown {
  assert.equal(run.exitCode, 0, JSON.stringify(run.end.error));
  return run.end.value;
}

describe('an application, from the template to a page', () => {
  let workbench: EdkWorkbench;
  let docker: Dockerode;
  let origin: string;
  let state: string;
  let label: string;

  before(async () => {
    workbench = await startEdkWorkbench();
    ({ docker } = await connectDocker({ ...readEnvironment().docker, home: homedir() }));
    ({ origin } = new URL(workbench.platformUrl));
    state = join(workbench.folder, 'state', 'platform');
    const id = createHash('sha256')
      .update(await realpath(state))
      .digest('hex')
      .slice(0, 12);
    label = `kaapana-edk.platform=${id}`;
    ended(await workbench.run('init'));
  });
  after(() => workbench.stop());

  async function applications() {
    return applicationsSchema.parse(await (await fetchPlatform(state, 'active-applications')).json());
  }

  async function launch(...parameters: string[]): Promise<string> {
    const set = parameters.flatMap((parameter) => ['--set', parameter]);
    return releaseSchema.parse(ended(await workbench.run('install', 'slide-viewer-chart', ...set))).releaseName;
  }

  async function linkOf(releaseName: string): Promise<string> {
    const found = (await applications()).find(({ release_name: name }) => name === releaseName);
    assert.ok(found, `${releaseName} is no active application`);
    return `${origin}${found.paths[0]}`;
  }

  const containers = () => docker.listContainers({ all: true, filters: { label: [label] } });

  it('builds and deploys the template as it stands, and answers below its own path', async () => {
    const project = join(workbench.folder, 'web-application');
    ended(await workbench.run('new', 'application', '--name', 'web-application', '--dir', project));
    const before = await folderState(project);
    const { release } = z
      .object({ release: releaseSchema })
      .parse(ended(await workbench.run('deploy', '--dir', project)));
    assert.deepEqual(release, { releaseName: 'web-application-chart', state: 'running' });
    assert.deepEqual(await folderState(project), before);

    const link = await linkOf('web-application-chart');
    assert.equal(new URL(link).pathname, '/applications/release/web-application-chart');
    const page = await fetch(link);
    assert.equal(page.url, `${link}/`);
    assert.match(await page.text(), /<script src="application\.js" type="module">/);
    const answer = await fetch(`${link}/parameters.json`);
    assert.deepEqual(await answer.json(), {
      title: 'Web Application',
      greeting: 'Hello',
      showClock: true,
      colour: 'blue',
      sections: ['parameters', 'address'],
    });
    assert.equal((await fetch(`${link}/nowhere`)).status, 404);

    const file = join(project, 'extension/docker/files/static/application.css');
    await writeFile(file, `${await readFile(file, 'utf8')}/* edited */\n`);
    ended(await workbench.run('deploy', '--dir', project));
    assert.match(await (await fetch(`${link}/application.css`)).text(), /\/\* edited \*\/\n$/);
    ended(await workbench.run('uninstall', 'web-application-chart'));
    assert.equal((await fetch(link)).status, 404);
  });

  it('launches it twice with different parameters, and leaves nothing of either', async () => {
    const project = join(workbench.folder, 'slide-viewer');
    ended(await workbench.run('new', 'application', '--name', 'slide-viewer', '--instances', 'many', '--dir', project));
    ended(await workbench.run('build', 'extension', '--dir', project));
    const first = await launch('greeting=Moin', 'colour=green', 'display_name=first');
    const second = await launch('greeting=Servus', 'show_clock=false', 'sections=address');
    assert.notEqual(first, second);
    assert.deepEqual(
      (await applications()).map(({ project: of, ready }) => [of, ready]),
      [
        ['admin', true],
        ['admin', true],
      ],
    );
    const parametersOf = async (release: string): Promise<unknown> =>
      (await fetch(`${await linkOf(release)}/parameters.json`)).json();
    const title = 'Slide Viewer';
    assert.deepEqual(await parametersOf(first), {
      title,
      greeting: 'Moin',
      showClock: true,
      colour: 'green',
      sections: ['parameters', 'address'],
    });
    assert.deepEqual(await parametersOf(second), {
      title,
      greeting: 'Servus',
      showClock: false,
      colour: 'blue',
      sections: ['address'],
    });
    // A deployment replaces what the one before launched, and no other instance.
    ended(await workbench.run('deploy', '--dir', project));
    const file = join(project, 'extension/docker/files/static/application.css');
    await writeFile(file, `${await readFile(file, 'utf8')}/* edited */\n`);
    const { release } = z
      .object({ release: releaseSchema })
      .parse(ended(await workbench.run('deploy', '--dir', project)));
    assert.equal((await applications()).length, 3);
    ended(await workbench.run('uninstall', release.releaseName));
    await until(containers, (left) => left.length === 4, 120);
    // Each pod has two: the application and the holder of its network.

    for (const release of [first, second]) ended(await workbench.run('uninstall', release));
    await until(containers, (left) => left.length === 0, 120);
    // What a release had is set aside at once and removed in the background.
    await until(
      () => readdir(join(state, 'trash')),
      (left) => left.length === 0,
      120,
    );
    assert.deepEqual(await applications(), []);
    assert.deepEqual((await docker.listVolumes({ filters: { label: [label] } })).Volumes, []);
    for (const [folder, content] of Object.entries({
      releases: [],
      logs: ['platform.log'],
      volumes: ['workflows'],
      trash: [],
    })) {
      assert.deepEqual(await readdir(join(state, folder)), content, folder);
    }
  });

  it('leaves no network when the platform stops', async () => {
    assert.equal((await docker.listNetworks({ filters: { label: [label] } })).length, 1);
    ended(await workbench.run('platform', 'stop'));
    assert.deepEqual(await docker.listNetworks({ filters: { label: [label] } }), []);
  });
});
