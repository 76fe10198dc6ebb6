import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { createDockerRunEngine } from '../../../src/core/runs/engine/dockerRunEngine.ts';
import { readOutcome } from '../../../src/core/runs/outcome.ts';
import { rejection } from '../../support/rejection.ts';
import { until } from '../../support/runEdk.ts';
import { useRunWorkshop } from '../../support/runs/runWorkshop.ts';

const memoryLimit = 692_060_160;

describe('the Docker Engine runs the container of a run', function () {
  this.timeout(120_000);
  const workshop = useRunWorkshop();

  afterEach(async () => {
    assert.deepEqual(await workshop.containers(), [], 'A container is left.');
  });

  for (const [what, script, outcome] of [
    ['ends well', 'echo done', 'done'],
    ['has nothing to do', 'exit 126', 'skipped'],
    ['fails', 'echo broken >&2; exit 3', 'failed'],
    ['is killed', 'exit 137', 'failed'],
    ['needs too much memory', 'exec python3 -c "bytearray(2000000000)"', 'outOfMemory'],
  ] as const) {
    it(`that ${what}: ${outcome}`, async () => {
      const end = await workshop.run(['sh', '-c', script]);
      assert.equal(readOutcome({ ...end, timeoutMs: 1000, memoryLimit }).outcome, outcome, end.lastLines);
      assert.match(end.imageId, /^sha256:/);
      assert.ok(end.ended >= end.started);
    });
  }

  it('keeps its output in order, tells its lines, and no more than a journal takes', async () => {
    const end = await workshop.run(['sh', '-c', 'echo one; echo two >&2; yes word | head -n 20000; printf last']);
    const log = readFileSync(join(workshop.folder, 'log'), 'utf8').split('\n');
    assert.equal(log.length, 20_003);
    assert.deepEqual([log.includes('one'), log.includes('two'), log.at(-1)], [true, true, 'last']);
    assert.ok(workshop.lines.length <= 5000);
    assert.match(workshop.lines.at(-1) ?? '', /The rest of the output is in .*log/);
    assert.match(end.lastLines, /last$/);
  });

  it('tells how much memory it took', async () => {
    const script = 'x = bytearray(100_000_000)\nimport time\ntime.sleep(2)';
    const { peakMemory = 0 } = await workshop.run(['python3', '-c', script]);
    assert.ok(peakMemory > 100_000_000 && peakMemory < 200_000_000, String(peakMemory));
  });

  it('stops what takes too long, even when it ignores SIGTERM', async () => {
    const end = await workshop.run(['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'], { timeoutMs: 1500 });
    const { outcome, reason } = readOutcome({ ...end, timeoutMs: 1500, memoryLimit });
    assert.deepEqual([outcome, reason], ['timedOut', 'It did not end within 1.5 s.']);
  });

  it('removes it when the run is cancelled, even when it ignores SIGTERM', async () => {
    const cancel = new AbortController();
    const running = workshop.run(['sh', '-c', 'trap "" TERM; echo up; while :; do sleep 1; done'], {
      signal: cancel.signal,
    });
    await until(
      () => workshop.lines.includes('up'),
      () => 'it runs',
    );
    cancel.abort();
    await assert.rejects(running, { name: 'AbortError' });
  });

  it('survives one that forks without end', async () => {
    const bomb =
      'import os, sys\ntry:\n    while True:\n        if os.fork() == 0: os.pause() if hasattr(os, "pause") else __import__("signal").pause()\nexcept OSError as error:\n    print("stopped:", error); sys.exit(4)';
    const end = await workshop.run(['python3', '-c', bomb], { contract: { memory: { request: 0, limit: 8e9 } } });
    assert.notEqual(end.exitCode, 0);
  });

  it('says which command cannot be started', async () => {
    const error = await rejection(workshop.run(['no-such-program']), 'run.cannotStart');
    assert.match(error.detail ?? '', /no-such-program/);
    const missing = workshop.run(['true'], { contract: { image: 'kaapana-edk/no-such-image:1' } });
    assert.match((await rejection(missing, 'run.cannotStart')).detail ?? '', /no-such-image/);
  });

  it('says that an Engine elsewhere does not see the files', async () => {
    const folder = join(workshop.folder, 'only-here');
    const error = await rejection(workshop.run(['true'], { folders: { data: folder } }), 'run.engineRemote');
    assert.match(error.remedy, /on this machine/);
  });

  it('says that there is no Engine', async () => {
    const socket = `unix://${join(workshop.folder, 'no.sock')}`;
    const nowhere = await connectDocker({
      host: socket,
      context: undefined,
      configFolder: undefined,
      runtimeFolder: undefined,
      tlsVerify: undefined,
      certificatesFolder: undefined,
      home: workshop.folder,
    });
    await rejection(createDockerRunEngine(nowhere).sweep(), 'docker.unreachable');
  });

  it('knows whether containers can have a GPU', async () => {
    const has = JSON.stringify(await workshop.connection.docker.info()).includes('nvidia');
    assert.equal(await workshop.engine.hasGpu(), has);
  });

  it('runs as the user of the image, who writes where everybody may', async () => {
    const end = await workshop.run(['sh', '-c', 'id -u; touch /kaapana/mounted/data/mine; touch /models/mine']);
    assert.equal(end.exitCode, 0, end.lastLines);
    assert.ok(existsSync(join(workshop.data, 'mine')));
  });

  it('writes as root, and nothing outside of its folders', async () => {
    const script =
      'mkdir -p /kaapana/mounted/data/deep/er /output; touch /kaapana/mounted/data/deep/er/file /output/lost /etc/lost';
    assert.equal((await workshop.run(['sh', '-c', script])).exitCode, 0);
    assert.equal(statSync(join(workshop.data, 'deep/er/file')).uid, 0);
    assert.deepEqual(readdirSync(workshop.folder).sort(), ['conf.json', 'data', 'log', 'models', 'tensorboard']);
    assert.ok(!existsSync('/etc/lost'));
  });

  it('reads its conf and cannot change it', async () => {
    const end = await workshop.run(['sh', '-c', 'echo {} > $WORKFLOW_DIR/conf/conf.json']);
    assert.notEqual(end.exitCode, 0);
    assert.match(end.lastLines, /Read-only/i);
  });

  it('runs two at once', async () => {
    const ends = await Promise.all(['a', 'b'].map((word) => workshop.run(['sh', '-c', `sleep 1; echo ${word}`])));
    assert.deepEqual(
      ends.map(({ output }) => output),
      ['a\n', 'b\n'],
    );
  });

  it('has no network unless it is given one', async () => {
    const interfaces = 'cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d " "';
    assert.equal((await workshop.run(['sh', '-c', interfaces])).output.trim(), 'lo');
    const names = execFileSync('sh', ['-c', interfaces], { encoding: 'utf8' });
    assert.equal((await workshop.run(['sh', '-c', interfaces], { network: 'host' })).output, names);
  });

  it('removes at the next run what a killed edk left', async () => {
    // A process that is gone and whose number nobody has.
    const child = spawn('true');
    await new Promise((resolve) => child.once('exit', resolve));
    const { docker } = workshop.connection;
    const label = (await import('node:os')).hostname();
    const left = await docker.createContainer({
      Image: process.env['EDK_ROOT_IMAGE'] ?? 'kaapana-edk/root:bookworm',
      Cmd: ['sleep', '60'],
      Labels: { 'org.kaapana.edk.run': 'left', 'org.kaapana.edk.owner': `${label}:${child.pid ?? 0}:1` },
    });
    await left.start();
    await workshop.engine.sweep();
    await assert.rejects(left.inspect(), /no such container/i);
  });

  it('fails when the disk is full, and leaves the disk to others', async function () {
    const disk = join(workshop.folder, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    try {
      const conf = join(workshop.folder, 'conf.json');
      writeFileSync(conf, '{}');
      const script = 'head -c 100000000 /dev/zero > /kaapana/mounted/data/huge';
      const end = await workshop.run(['sh', '-c', script], { folders: { data: disk, conf } });
      assert.notEqual(end.exitCode, 0);
      assert.match(end.lastLines, /No space left/i);
    } finally {
      rmSync(join(disk, 'huge'), { force: true });
      execFileSync('umount', [disk]);
    }
  });
});
