import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { slowVerb, writeFakeTool } from '../../support/fakeTool.ts';
import { startFaultProxy } from '../../support/faultProxy.ts';
import { forgetImages } from '../../support/forgetImages.ts';
import { rootImage, snapshot } from '../../support/imageWorkbench.ts';
import { extensionAnswer, statusAnswer } from '../../support/platformAnswers.ts';
import { readEvents, until, useEdk, type EdkOptions, type RunningEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { startScriptedServer } from '../../support/startScriptedServer.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const helm = process.env['EDK_HELM'] ?? 'helm';

describe('Ctrl-C ends edk within seconds with 130 and leaves nothing behind:', () => {
  const workshop = useEdk();
  const used: string[] = [];
  let registry: TestRegistry;
  before(async () => {
    registry = await startRegistry();
    used.push(registry.address);
  });
  after(async () => {
    await forgetImages(used);
    await registry.stop();
  });

  /** Interrupts a run once `reached` says that it is in the middle of its work. */
  async function interrupt(
    args: readonly string[],
    reached: (run: RunningEdk) => boolean,
    options: EdkOptions = {},
  ): Promise<string> {
    const { edk } = workshop;
    const before = snapshot(edk.project);
    const run = edk.start(args, options);
    await until(() => reached(run) || run.child.exitCode !== null, run.output);
    assert.equal(run.child.exitCode, null, `It ended before: ${run.output()}`);
    const started = performance.now();
    run.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await run.ended;
    const seconds = (performance.now() - started) / 1000;
    assert.equal(exitCode, 130, stdout + stderr);
    assert.ok(seconds < 8, `It took ${seconds.toFixed(1)} s.`);
    if (args.includes('--json')) {
      const last = readEvents(stdout).at(-1);
      assert.ok(last?.type === 'job-finished' && last.outcome === 'cancelled' && last.error === undefined, stdout);
    } else {
      assert.match(stderr, /Cancelled\.\n$/);
    }
    await until(
      () => edk.processes().length === 0,
      () => edk.processes().join('\n'),
      5,
    );
    edk.assertClean();
    assert.deepEqual(snapshot(edk.project), before, 'The project changed.');
    return stdout;
  }

  it('a build, and the next one works', async () => {
    const { edk } = workshop;
    const mark = `sleep 77${process.pid}`;
    await writeFiles(edk.project, {
      ...smallProject,
      'docker/Dockerfile': `ARG ROOT_IMAGE\nFROM \${ROOT_IMAGE}\nLABEL IMAGE="t-edk-small"\nRUN ${mark}\n`,
      'edk.yaml': `buildArguments:\n  ROOT_IMAGE: ${rootImage}\n`,
    });
    const args = ['build', 'image', '--registry', registry.address];
    for (const reader of [[], ['--json']]) {
      await interrupt([...args, ...reader], () => runsSomewhere(mark));
      await until(
        () => !runsSomewhere(mark),
        () => `${mark} still runs in the Engine.`,
      );
    }
    assert.deepEqual(await containersOf('t-edk-small'), []);
    await writeFiles(edk.project, smallProject);
    await edk.succeeds(args);
  });

  it('a push to a slow registry, and the next one works', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, { ...smallProject, 'docker/hello.txt': `slow ${process.hrtime.bigint()}` });
    let pushing = false;
    let slow = true;
    const proxy = await startFaultProxy(registry.address, ({ method, url = '' }) => {
      if (!slow || method !== 'POST' || !url.includes('/blobs/uploads')) return 'pass';
      pushing = true;
      return 'hang';
    });
    used.push(proxy.address);
    try {
      const args = ['build', 'image', '--registry', proxy.address];
      await interrupt(args, () => pushing);
      slow = false;
      // The Engine keeps an upload under way until the registry answers or hangs up.
      proxy.hangUp();
      await edk.succeeds(args);
    } finally {
      await proxy.close();
    }
  });

  it('a registry that does not answer', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, smallProject);
    let asked = false;
    const proxy = await startFaultProxy(registry.address, () => {
      asked = true;
      return 'hang';
    });
    try {
      await interrupt(['build', 'image', '--registry', proxy.address], () => asked);
      asked = false;
      await interrupt(['registry', '--json', '--registry', proxy.address], () => asked);
    } finally {
      await proxy.close();
    }
  });

  for (const verb of ['template', 'package', 'lint', 'version']) {
    it(`Helm (${verb}), and the next run works`, async () => {
      const { edk } = workshop;
      await writeFiles(edk.project, smallProject);
      const slow = writeFakeTool(edk.at('helm'), ...slowVerb(helm, verb, 60));
      const args = ['build', 'chart', '--no-import'];
      const sleeps = () => edk.processes().some((line) => line.startsWith('sleep 60'));
      await interrupt(args, sleeps, { env: { EDK_HELM: slow } });
      const left = existsSync(edk.at('cache/charts')) ? readdirSync(edk.at('cache/charts')) : [];
      assert.deepEqual(left, [], 'Half a chart is left.');
      await edk.succeeds(args);
    });
  }

  it('waiting for pods that never get ready', async () => {
    let lists = 0;
    const pods = [{ status: 'pending', ready: '0/1', message: 'ContainerCreating' }];
    const server = await startScriptedServer({
      'GET /extensions': () => {
        lists += 1;
        return { body: [extensionAnswer({}, ...(lists === 1 ? [] : [{ pods }]))] };
      },
      'POST /helm-install-chart': { body: 'Successfully installed: lung-workflow' },
      'GET /view-chart-status': { body: statusAnswer('deployed') },
    });
    try {
      await interrupt(['install', 'lung-workflow', '--platform-url', server.url], () => lists > 3);
      lists = 0;
      await interrupt(['install', 'lung-workflow', '--platform-url', server.url, '--json'], () => lists > 3);
    } finally {
      await server.stop();
    }
  });

  it('a platform that does not answer', async () => {
    const server = await startScriptedServer({
      'GET /extensions': { hang: true },
      'GET /view-chart-status': { hang: true },
    });
    try {
      for (const verb of [['extensions'], ['status'], ['install', 'lung'], ['uninstall', 'lung', '--json']]) {
        const before = server.requests.length;
        await interrupt([...verb, '--platform-url', server.url], () => server.requests.length > before);
      }
    } finally {
      await server.stop();
    }
  });

  it('edk init, while it builds a base image', async () => {
    const { edk } = workshop;
    const mark = `sleep 88${process.pid}`;
    const slow = `FROM ${rootImage}\nLABEL IMAGE="t-edk-NAME" REGISTRY="local-only"\nRUN ${mark}\n`;
    const folders = {
      cpu: 'data-processing/base-images/base-python-cpu',
      gpu: 'data-processing/base-images/base-python-gpu',
      installer: 'services/utils/base-installer',
    };
    const files = Object.entries(folders).map(([name, path]) => [`${path}/Dockerfile`, slow.replace('NAME', name)]);
    await writeFiles(edk.at('kaapana'), Object.fromEntries(files) as Record<string, string>);
    const args = ['init', '--all', '--repository', edk.at('kaapana'), '--registry', registry.address];
    await interrupt(args, () => runsSomewhere(mark));
    await until(
      () => !runsSomewhere(mark),
      () => `${mark} still runs in the Engine.`,
    );
    assert.deepEqual(await containersOf('t-edk-cpu'), []);
  });

  it('edk init, while it clones the repository', async () => {
    const { edk } = workshop;
    writeFakeTool(edk.at('git'), 'for last; do :; done', 'mkdir -p "$last/half"', 'exec sleep 60');
    const args = ['init', '--repository', 'https://kaapana.example.org/kaapana.git', '--registry', registry.address];
    const env = { PATH: `${edk.folder}:${process.env['PATH'] ?? ''}` };
    await interrupt(args, () => edk.processes().some((line) => line.startsWith('sleep 60')), { env });
    assert.deepEqual(readdirSync(edk.at('cache/kaapana')), [], 'Half a clone is left.');
  });

  it('a job whose journal says so', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, smallProject);
    const slow = writeFakeTool(edk.at('helm'), ...slowVerb(helm, 'template', 60));
    const sleeps = () => edk.processes().some((line) => line.startsWith('sleep 60'));
    await interrupt(['build', 'chart', '--no-import'], sleeps, { env: { EDK_HELM: slow } });
    const [job = ''] = readdirSync(edk.at('state/jobs'));
    const record = JSON.parse(readFileSync(join(edk.at('state/jobs'), job, 'job.json'), 'utf8')) as { outcome: string };
    assert.equal(record.outcome, 'cancelled');
  });
});

/** Whether a program with this command line runs on this machine, in a build as well. */
function runsSomewhere(command: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').startsWith(command);
      } catch {
        return false;
      }
    });
}

/** Containers of a build of this image, running or not. */
async function containersOf(image: string): Promise<string[]> {
  const environment = readEnvironment();
  const { docker } = await connectDocker({ ...environment.docker, home: environment.home });
  const filters = { label: [`org.kaapana.edk.image=${image}`] };
  return (await docker.listContainers({ all: true, filters })).map(({ Id }) => Id);
}
