import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { slowVerb, writeFakeTool } from '../../support/fakeTool.ts';
import { snapshot } from '../../support/imageWorkbench.ts';
import { readEvents, until, useEdk } from '../../support/runEdk.ts';
import { fillDisk, mountDisk } from '../../support/smallDisk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const helm = process.env['EDK_HELM'] ?? 'helm';

describe('edk at the limits of disks, rights and sizes:', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  it('builds a context with 100,000 files in bounded memory, warns of them, and again in no time', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, smallProject);
    const data = join(edk.project, 'docker/data');
    const unmount = mountDisk(data, 'size=256m');
    try {
      for (let folder = 0; folder < 100; folder++) {
        const path = join(data, String(folder));
        mkdirSync(path, { recursive: true });
        for (let file = 0; file < 1000; file++) writeFileSync(join(path, String(file)), '');
      }
      const args = ['build', 'image', '--registry', registry.address];
      const env = { NODE_OPTIONS: '--max-old-space-size=200' };
      const { stderr } = await edk.succeeds(args, { env });
      assert.match(stderr, /docker: 100103 files and folders, .*are scanned.*\.dockerignore/);
      const again = await edk.succeeds(args, { env });
      assert.match(again.stdout, /unchanged/);
      assert.equal(again.stderr, '');
    } finally {
      unmount?.();
    }
  });

  describe('disk full', () => {
    for (const [title, variable] of [
      ['while it packages the chart (TMPDIR)', 'TMPDIR'],
      ['while it keeps the chart (EDK_CACHE)', 'EDK_CACHE'],
      ['while it writes the journal (EDK_STATE)', 'EDK_STATE'],
    ] as const) {
      it(`disk full ${title}, and then some space`, async function () {
        const { edk } = workshop;
        const disk = edk.at('disk');
        const unmount = mountDisk(disk, 'size=64k');
        if (unmount === undefined) this.skip();
        try {
          await writeFiles(edk.project, smallProject);
          fillDisk(join(disk, 'filler'));
          const env = { [variable]: disk };
          const args = ['build', 'chart', '--no-import'];
          await edk.fails(args, { code: 'disk.full', says: /No space left/, adds: /Free some space/ }, { env });
          assert.deepEqual(
            readdirSync(disk).filter((name) => name.startsWith('edk-')),
            [],
          );
          execFileSync('mount', ['-o', 'remount,size=16m', disk]);
          await edk.succeeds(args, { env });
        } finally {
          unmount();
        }
      });
    }

    it('disk full where the project is: nothing is written there', async function () {
      const { edk } = workshop;
      const unmount = mountDisk(edk.project, 'size=64k');
      if (unmount === undefined) this.skip();
      try {
        await writeFiles(edk.project, smallProject);
        fillDisk(join(edk.project, 'docker/filler'));
        await edk.succeeds(['build', 'extension', '--no-import', '--registry', registry.address]);
      } finally {
        unmount();
      }
    });

    it('disk full while "edk new" writes, and nothing is left of it', async function () {
      const { edk } = workshop;
      const disk = edk.at('disk');
      const unmount = mountDisk(disk, 'size=32k');
      if (unmount === undefined) this.skip();
      try {
        const args = ['new', 'workflow', '--name', 'liver-radiomics', '--yes', '--dir', join(disk, 'liver')];
        await edk.fails(args, { code: 'disk.full', says: /No space left.*disk/ });
        assert.deepEqual(readdirSync(disk), []);
      } finally {
        unmount();
      }
    });
  });

  describe('read-only folders', () => {
    it('"edk new" into a folder that is read-only', async () => {
      const { edk } = workshop;
      mkdirSync(edk.at('project/locked'));
      chmodSync(edk.at('project/locked'), 0o555);
      const args = ['new', 'workflow', '--name', 'liver-radiomics', '--yes', '--dir', 'locked/liver'];
      const expected = { code: 'disk.forbidden', says: /Permission denied: .*locked/, adds: /permissions/ } as const;
      await edk.fails(args, expected, { user: 'nobody' });
    });

    it('"edk new" onto a disk that is read-only', async function () {
      const { edk } = workshop;
      const disk = edk.at('disk');
      const unmount = mountDisk(disk, 'size=64k,ro');
      if (unmount === undefined) this.skip();
      try {
        const args = ['new', 'workflow', '--name', 'liver-radiomics', '--yes', '--dir', join(disk, 'a/liver')];
        await edk.fails(args, { code: 'disk.readOnly', says: /disk/, adds: /writable/ });
      } finally {
        unmount();
      }
    });

    it('a project whose folder is read-only still builds, by its owner and by others', async function () {
      const { edk } = workshop;
      await writeFiles(edk.project, smallProject);
      execFileSync('chmod', ['-R', 'a-w', edk.project]);
      // The Helm of the set-up may lie in a home that nobody else may enter.
      const reachable = isAbsolute(helm) ? edk.at('helm') : helm;
      if (isAbsolute(helm)) copyFileSync(helm, reachable);
      await edk.succeeds(['build', 'chart', '--no-import'], { user: 'nobody', env: { EDK_HELM: reachable } });
      await edk.succeeds(['build', 'extension', '--no-import', '--registry', registry.address]);
      execFileSync('chmod', ['-R', 'u+w', edk.project]);
    });

    it('a project on a read-only disk still builds', async function () {
      const { edk } = workshop;
      const unmount = mountDisk(edk.project, 'size=256k');
      if (unmount === undefined) this.skip();
      try {
        await writeFiles(edk.project, smallProject);
        execFileSync('mount', ['-o', 'remount,ro', edk.project]);
        await edk.succeeds(['build', 'extension', '--no-import', '--registry', registry.address]);
      } finally {
        unmount();
      }
    });

    it('a state folder that may not be written', async () => {
      const { edk } = workshop;
      await writeFiles(edk.project, smallProject);
      mkdirSync(edk.at('locked'));
      chmodSync(edk.at('locked'), 0o555);
      const expected = { code: 'disk.forbidden', says: /Permission denied: .*locked/ } as const;
      const options = { env: { EDK_STATE: edk.at('locked/state') }, user: 'nobody' } as const;
      await edk.fails(['build', 'chart', '--no-import'], expected, options);
    });
  });

  it('a TMPDIR that is not there', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, smallProject);
    const expected = { code: 'settings.invalid', says: /folder .*nowhere, does not exist/, adds: /TMPDIR/ } as const;
    await edk.fails(['build', 'chart', '--no-import'], expected, { env: { TMPDIR: edk.at('nowhere') } });
  });

  it('two edk on one project at once: the second names the first', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, smallProject);
    const before = snapshot(edk.project);
    const slow = writeFakeTool(edk.at('helm'), ...slowVerb(helm, 'package', 60));
    const first = edk.start(['build', 'chart', '--no-import'], { env: { EDK_HELM: slow } });
    await until(() => edk.processes().some((line) => line.startsWith('sleep 60')), first.output);
    // What has to be gone afterwards is there now.
    assert.deepEqual([readdirSync(edk.at('tmp')).length, readdirSync(edk.at('state/locks')).length], [1, 1]);
    for (const args of [
      ['deploy', '--platform-url', 'http://127.0.0.1:9'],
      ['build', 'image', '--dir', '../project/.'],
    ]) {
      const second = await edk.run(args);
      assert.equal(second.exitCode, 9, second.stderr);
      const holder = `"edk build chart" (process ${first.child.pid}) has been working on ${edk.project} since 20`;
      assert.ok(second.stderr.includes(holder), second.stderr);
      assert.match(second.stderr, /→ Wait until it ends, or stop that process\. \(busy\)/);
    }
    const told = readEvents((await edk.run(['build', 'chart', '--json'])).stdout).at(-1);
    assert.ok(told?.type === 'job-finished' && told.error?.code === 'busy');
    first.child.kill('SIGINT');
    assert.equal((await first.ended).exitCode, 130);
    await edk.succeeds(['build', 'chart', '--no-import']);

    // Nobody waits for a process that was killed.
    const killed = edk.start(['build', 'chart', '--no-import'], {
      env: { EDK_HELM: slow, EDK_CACHE: edk.at('other') },
    });
    await until(() => edk.processes().some((line) => line.startsWith('sleep 60')), killed.output);
    killed.child.kill('SIGKILL');
    edk.endProcesses();
    await killed.ended;
    // The next one says what it was doing, removes its temporary folder, and works.
    const next = await edk.succeeds(['build', 'chart', '--no-import']);
    assert.match(next.stderr, /"edk build chart" of 20\S+Z was interrupted in Chart/);
    assert.deepEqual(snapshot(edk.project), before);
  });

  describe('names given to "edk new"', () => {
    const names: readonly (readonly [title: string, name: string, says: RegExp, proposes: RegExp | undefined])[] = [
      ['with spaces', 'liver radiomics', /spaces/, /"liver-radiomics"/],
      ['with umlauts', 'fußgänger', /"ß"/, /"fussgaenger"/],
      ['with dots', 'liver.v2', /"\." is not allowed/, /"liver-v2"/],
      ['of 64 characters', 'a'.repeat(64), /64 characters; at most 44 are allowed/, /"a+"/],
      ['with capitals', 'LiverRadiomics', /upper-case/, /"liver-?radiomics"/],
      ['that are empty', '', /empty/, undefined],
      ['that Python keeps for itself', 'lambda', /Python keyword/, undefined],
    ];
    for (const [title, name, says, proposes] of names) {
      it(title, async () => {
        const { edk } = workshop;
        const args = ['new', 'workflow', '--name', name, '--yes'];
        const { stderr } = await edk.fails(args, { code: 'name.invalid', says });
        if (proposes !== undefined) assert.match(stderr, proposes);
        assert.deepEqual(readdirSync(edk.project), []);
        const proposed = /for example "([^"]+)"/.exec(stderr)?.[1];
        if (proposed === undefined) return;
        await edk.succeeds(['new', 'workflow', '--name', proposed, '--yes']);
        assert.ok(existsSync(join(edk.project, proposed)));
      });
    }

    it('of a folder that exists', async () => {
      const { edk } = workshop;
      await writeFiles(edk.project, { 'liver/notes.txt': 'mine\n' });
      const expected = { code: 'target.exists', says: /liver exists and is not empty/, adds: /--force/ } as const;
      await edk.fails(['new', 'workflow', '--name', 'liver', '--yes'], expected);
    });
  });
});
