import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { missingForNode } from '../../../scripts/setup/nodePrograms.mjs';
import { openNodeSpace } from '../../../scripts/setup/nodeSpace.mjs';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/sandbox/startTestPlatform.ts';

const run = promisify(execFile);
const setup = resolve(import.meta.dirname, '..', '..', '..', 'scripts', 'setup');
const setting = '/proc/sys/vm/overcommit_memory';
const linkOf = (pid: number | undefined): boolean => `edk${pid}` in networkInterfaces();
const cgroupOf = (pid: number | undefined): boolean =>
  existsSync(`/sys/fs/cgroup/edk-test-${pid}`) || existsSync(`/sys/fs/cgroup/memory/edk-test-${pid}`);

describe('the space of the node that the cluster of the tests has', function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();
  const server: Server = createServer((_, answer) => answer.end('from this machine'));
  let port = 0;

  before(async function () {
    if ((await missingForNode()).length > 0) return this.skip();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  after(() => server.close());

  it('reaches the ports of this machine that it is given, changes nothing here, and leaves nothing', async () => {
    const toStop: (() => Promise<void>)[] = [];
    const { signal } = new AbortController();
    const before = readFileSync(setting, 'utf8');
    const rules = (await run('iptables-save')).stdout.replace(/^#.*$|\[\d+:\d+\]/gm, '');
    try {
      const space = await openNodeSpace({ folder: folder.path, ports: [port], toStop, signal });
      const inside = async (script: string): Promise<string> => {
        const [program = '', ...args] = space.inside(['sh', '-ec', script]);
        return (await run(program, args)).stdout;
      };
      const fetch = `fetch('http://127.0.0.1:${port}').then((a) => a.text()).then(console.log)`;
      assert.equal(await inside(`'${process.execPath}' -e "${fetch}"`), 'from this machine\n');
      assert.equal(await inside(`echo 2 > ${setting}; cat ${setting}`), '2\n');
      assert.equal(await inside('ip route show default'), '');
      await inside('iptables -A FORWARD -j DROP; mount -t tmpfs tmpfs /mnt; (sleep 300 >/dev/null 2>&1 & exit 0)');
      assert.ok(linkOf(process.pid) && cgroupOf(process.pid));
    } finally {
      for (const stop of toStop.reverse()) await stop();
    }
    assert.equal(readFileSync(setting, 'utf8'), before);
    assert.equal((await run('iptables-save')).stdout.replace(/^#.*$|\[\d+:\d+\]/gm, ''), rules);
    await until(
      () => linkOf(process.pid),
      (there) => !there,
    );
    assert.equal(cgroupOf(process.pid), false);
  });

  it('ends with the process that opened it, even when that is killed', async () => {
    const code = `const { openNodeSpace } = await import(${JSON.stringify(join(setup, 'nodeSpace.mjs'))});
      const { signal } = new AbortController();
      const space = await openNodeSpace({ folder: ${JSON.stringify(folder.path)}, ports: [], toStop: [], signal });
      process.stdout.write(space.inside(['sleep', '4321']).join(' '));
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    const [program = '', ...args] = String(text).split(' ');
    const sleeper = spawn(program, args);
    assert.ok(linkOf(child.pid));
    child.kill('SIGKILL');
    await once(sleeper, 'exit');
    await until(
      () => linkOf(child.pid),
      (there) => !there,
    );
  });
});
