import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { ErrorCode } from '../../../src/core/errors/catalogue.ts';
import { catalogue } from '../../../src/core/errors/catalogue.ts';
import { readEvents, useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startScriptedServer } from '../../support/startScriptedServer.ts';
import { writeFiles } from '../../support/writeFiles.ts';

/** Nothing listens there. */
const dead = ['--registry', '127.0.0.1:9', '--platform-url', 'http://127.0.0.1:9/kube-helm-api'];

describe('edk --json prints one event per line and nothing else, the last one with the outcome:', () => {
  const workshop = useEdk();
  let taken: Server;
  let port = '';
  before(async () => {
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    port = typeof address === 'object' && address !== null ? String(address.port) : '';
  });
  after(() => {
    taken.close();
  });

  const verbs: readonly (readonly [verb: string, ends: ErrorCode | 'succeeded'])[] = [
    ['new workflow --name liver --yes', 'succeeded'],
    ['new workflow --name Liver', 'name.invalid'],
    ['new application --name viewer --yes', 'succeeded'],
    ['new chart --name liver', 'usage'],
    ['init --templates', 'registry.unreachable'],
    ['init --repository .', 'repository.failed'],
    ['build image', 'registry.unreachable'],
    ['build chart --no-import', 'succeeded'],
    ['build chart --import', 'platform.unreachable'],
    ['build extension', 'registry.unreachable'],
    ['deploy', 'platform.unreachable'],
    ['extensions', 'platform.unreachable'],
    ['install liver', 'platform.unreachable'],
    ['uninstall liver', 'platform.unreachable'],
    ['status', 'platform.unreachable'],
    ['registry', 'registry.unreachable'],
    ['platform start --port PORT', 'platform.portTaken'],
    ['platform stop', 'succeeded'],
    ['platform status', 'succeeded'],
    ['doctor', 'doctor.problems'],
    ['doctor --build-version none', 'settings.invalid'],
    ['destroy', 'usage'],
    ['build', 'usage'],
    ['deploy --timeout never', 'usage'],
  ];
  for (const [verb, ends] of verbs) {
    it(`edk ${verb}: ${ends}`, async () => {
      const { edk } = workshop;
      await writeFiles(edk.project, smallProject);
      const typed = verb.replace('PORT', port).split(' ');
      const { exitCode, stdout } = await edk.run([...typed, '--json', ...dead]);
      const events = readEvents(stdout);
      assert.ok(events.every(({ time }) => !Number.isNaN(Date.parse(time))));
      assert.equal(events.filter(({ type }) => type === 'job-finished').length, 1);
      const last = events.at(-1);
      assert.ok(last?.type === 'job-finished');
      const wrongBefore = ends === 'usage' || ends === 'settings.invalid';
      if (!wrongBefore) assert.equal(events[0]?.type, 'job-started');
      if (ends === 'succeeded') {
        assert.deepEqual([last.outcome, exitCode], ['succeeded', 0], stdout);
        assert.equal(typeof last.value, 'object');
      } else {
        assert.deepEqual([last.outcome, last.error?.code], ['failed', ends], stdout);
        assert.equal(exitCode, catalogue[ends].exitCode);
        assert.ok(last.error !== undefined && last.error.message !== '' && last.error.remedy !== '');
      }
      edk.assertClean();
    });
  }

  it('warnings are events, too', async () => {
    const broken = { body: [{ chart_name: 'odd', versions: 3 }] };
    const server = await startScriptedServer({ 'GET /extensions': broken });
    try {
      const { exitCode, stdout, stderr } = await workshop.edk.run([
        'extensions',
        '--json',
        '--platform-url',
        server.url,
      ]);
      assert.equal(exitCode, 0);
      assert.equal(stderr, '');
      assert.ok(readEvents(stdout).some((event) => event.type === 'warning' && event.message.includes('odd')));
    } finally {
      await server.stop();
    }
  });
});
