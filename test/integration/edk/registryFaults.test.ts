import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultProxy, type Fault } from '../../support/faultProxy.ts';
import { forgetImages } from '../../support/forgetImages.ts';
import { pushedText } from '../../support/pushedText.ts';
import { EdkWorkshop, type EdkRun } from '../../support/runEdk.ts';
import { mountDisk } from '../../support/smallDisk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const megabyte = 1024 * 1024;
const upload: (fault: number) => Fault =
  (fault) =>
  ({ method, url = '' }) =>
    method === 'POST' && url.includes('/blobs/uploads') ? fault : 'pass';

interface Broken {
  /** Where edk pushes to. */
  readonly address: string;
  /** Takes the fault away. */
  mend(): Promise<void> | void;
  stop(): Promise<void>;
}

interface FaultCase {
  readonly title: string;
  readonly says: RegExp;
  readonly breaks: (registry: TestRegistry, workshop: EdkWorkshop) => Promise<Broken | undefined>;
}

/** Docker tries to push a layer for most of a minute before it gives up: all of these wait at the same time. */
const cases: readonly FaultCase[] = [
  {
    title: 'is killed during a push',
    says: /\(registry\.(?:unreachable|failed)\)\n$/,
    breaks: async (registry) => {
      let killed: Promise<void> | undefined;
      const proxy = await startFaultProxy(registry.address, ({ method }) => {
        if (method === 'PATCH') killed ??= registry.kill();
        return 'pass';
      });
      const mend = async (): Promise<void> => {
        assert.ok(killed, 'Nothing was pushed.');
        await killed;
        await registry.start();
      };
      return { address: proxy.address, mend, stop: () => proxy.close() };
    },
  },
  { title: 'answers 500 to what is pushed', says: /500[^]*\(registry\.failed\)\n$/, breaks: spoilUploads(500) },
  {
    title: 'answers 429 to what is pushed',
    says: /→ The registry limits the number of requests.*\(registry\.failed\)\n$/,
    breaks: spoilUploads(429),
  },
  {
    title: 'has a full disk',
    says: /\(registry\.failed\)\n$/,
    breaks: async (_registry, workshop) => {
      const disk = workshop.at('disk');
      const unmount = mountDisk(disk, 'size=2m');
      if (unmount === undefined) return undefined;
      const full = await startRegistry({ storage: disk });
      return {
        address: full.address,
        mend: () => void execFileSync('mount', ['-o', 'remount,size=64m', disk]),
        async stop() {
          await full.stop();
          unmount();
        },
      };
    },
  },
];

function spoilUploads(status: number): FaultCase['breaks'] {
  return async (registry) => {
    let isBroken = true;
    const spoil = upload(status);
    const proxy = await startFaultProxy(registry.address, (incoming) => (isBroken ? spoil(incoming) : 'pass'));
    return { address: proxy.address, mend: () => void (isBroken = false), stop: () => proxy.close() };
  };
}

interface Ended {
  readonly failed: EdkRun;
  readonly mended: EdkRun;
}

/** Pushes to a broken registry and again when it is mended; undefined where the fault cannot be made. */
async function meet({ breaks }: FaultCase): Promise<Ended | undefined> {
  const workshop = await EdkWorkshop.open();
  const registry = await startRegistry();
  let broken: Broken | undefined;
  try {
    broken = await breaks(registry, workshop);
    if (broken === undefined) return undefined;
    const content = randomBytes(3 * megabyte).toString('base64');
    await writeFiles(workshop.project, { ...smallProject, 'docker/hello.txt': content });
    const args = ['build', 'image', '--registry', broken.address];
    const failed = await workshop.run(args);
    workshop.assertClean();
    await broken.mend();
    const mended = await workshop.run(args);
    workshop.assertClean();
    if (mended.exitCode === 0) {
      const text = await pushedText(broken.address, 't-edk-small', '0.6.0');
      assert.ok(text.includes(content), 'The registry has another content.');
    }
    return { failed, mended };
  } finally {
    if (broken !== undefined) {
      await forgetImages([broken.address]);
      await broken.stop();
    }
    await registry.stop();
    workshop.close();
  }
}

describe('a registry that', () => {
  const runs = new Map<FaultCase, Promise<PromiseSettledResult<Ended | undefined>>>();
  before(() => {
    for (const one of cases) {
      runs.set(
        one,
        Promise.allSettled([meet(one)]).then(([result]) => result),
      );
    }
  });
  after(() => Promise.all(runs.values()));

  for (const one of cases) {
    it(`${one.title}: never a false success, and the next push works`, async function () {
      const result = (await runs.get(one)) ?? assert.fail();
      if (result.status === 'rejected') throw result.reason;
      if (result.value === undefined) this.skip();
      const { failed, mended } = result.value;
      assert.equal(failed.exitCode, 5, failed.stdout + failed.stderr);
      assert.match(failed.stderr, one.says);
      assert.equal(mended.exitCode, 0, mended.stdout + mended.stderr);
    });
  }

  it('is slow: the push takes its time, and ends well', async () => {
    const workshop = await EdkWorkshop.open();
    const registry = await startRegistry();
    const proxy = await startFaultProxy(registry.address, async (): Promise<'pass'> => {
      await sleep(250);
      return 'pass';
    });
    try {
      await writeFiles(workshop.project, { ...smallProject, 'docker/hello.txt': `slow ${process.hrtime.bigint()}` });
      await workshop.succeeds(['build', 'image', '--registry', proxy.address]);
    } finally {
      await forgetImages([proxy.address]);
      await proxy.close();
      await registry.stop();
      workshop.close();
    }
  });

  it('two machines push the same tag to: each names its own content, and the tag one of them', async () => {
    const registry = await startRegistry();
    const machines = [await EdkWorkshop.open(), await EdkWorkshop.open()];
    try {
      const contents = machines.map((_machine, index) => `machine ${index} ${process.hrtime.bigint()}`);
      for (const [index, machine] of machines.entries()) {
        await writeFiles(machine.project, { ...smallProject, 'docker/hello.txt': contents[index] ?? '' });
      }
      const args = ['build', 'image', '--json', '--registry', registry.address];
      const ends = await Promise.all(machines.map((machine) => machine.run(args)));
      for (const { exitCode, stdout } of ends) {
        // Whose tag was taken over while it looked is told so.
        if (exitCode !== 0) assert.match(stdout, /Someone else may be pushing the same tag/);
      }
      assert.ok(ends.some(({ exitCode }) => exitCode === 0));
      const named = await pushedText(registry.address, 't-edk-small', '0.6.0');
      assert.ok(contents.some((content) => named.includes(content)));
      const answer = await fetch(`http://${registry.address}/v2/t-edk-small/tags/list`);
      const { tags } = (await answer.json()) as { readonly tags: readonly string[] };
      const texts = await Promise.all(
        tags.filter((tag) => tag.includes('-c')).map((tag) => pushedText(registry.address, 't-edk-small', tag)),
      );
      for (const content of contents)
        assert.ok(
          texts.some((text) => text.includes(content)),
          content,
        );
    } finally {
      await forgetImages([registry.address]);
      await registry.stop();
      for (const machine of machines) machine.close();
    }
  });
});
