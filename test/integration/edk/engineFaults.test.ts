import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { pushedText } from '../../support/pushedText.ts';
import { until, useEdk } from '../../support/runEdk.ts';
import { mountDisk } from '../../support/smallDisk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startDockerd, type TestDockerd } from '../../support/startDockerd.ts';
import { startScriptedServer, type ScriptedAnswer } from '../../support/startScriptedServer.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

describe('a Docker Engine that breaks', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  const args = (): string[] => ['build', 'image', '--registry', registry.address];

  it('is restarted during a build: that fails, and the next one works', async function () {
    const { edk } = workshop;
    let answer: ScriptedAnswer = { hang: true };
    const slow = await startScriptedServer({ 'GET /slow': () => answer });
    let engine: TestDockerd | undefined;
    try {
      engine = await startDockerd({ folder: edk.at('engine'), reaches: [registry.address, slow.url] });
      if (engine === undefined) this.skip();
      await writeFiles(edk.project, {
        ...smallProject,
        // The Engine waits for it as it would for a long RUN.
        'docker/Dockerfile': `FROM scratch\nLABEL IMAGE="t-edk-restart"\nADD ${slow.url}/slow /\nCOPY hello.txt /\n`,
      });
      const env = { DOCKER_HOST: engine.host };
      const run = edk.start(args(), { env });
      await until(() => slow.requests.length > 0, run.output);
      await engine.kill();
      const { exitCode, stderr } = await run.ended;
      assert.equal(exitCode, 4, stderr);
      assert.match(stderr, /The Docker Engine at .*docker\.sock closed the connection[^]*\(docker\.unreachable\)\n$/);
      edk.assertClean();

      answer = { body: 'at last' };
      await engine.start();
      await edk.succeeds(args(), { env });
      assert.match(await pushedText(registry.address, 't-edk-restart', '0.6.0'), /hello/);
    } finally {
      await engine?.stop();
      await slow.stop();
    }
  });

  it('has a full disk: the build fails with what to do, and works once there is space', async function () {
    const { edk } = workshop;
    const unmount = mountDisk(edk.at('engine'), 'size=32m');
    if (unmount === undefined) this.skip();
    let engine: TestDockerd | undefined;
    try {
      engine = await startDockerd({ folder: edk.at('engine'), reaches: [registry.address] });
      if (engine === undefined) this.skip();
      await writeFiles(edk.project, {
        ...smallProject,
        'docker/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-full-engine"\nCOPY . /\n',
        'docker/large': randomBytes(40 * 1024 * 1024),
      });
      const env = { DOCKER_HOST: engine.host };
      const failure = { code: 'build.failed', says: /t-edk-full-engine/ } as const;
      await edk.fails(args(), { ...failure, adds: /no space left[^]*Free some space/i }, { env });
      execFileSync('mount', ['-o', 'remount,size=512m', edk.at('engine')]);
      await edk.succeeds(args(), { env });
      assert.match(await pushedText(registry.address, 't-edk-full-engine', '0.6.0'), /hello/);
    } finally {
      await engine?.stop();
      unmount();
    }
  });
});
