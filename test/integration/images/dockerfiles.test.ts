import assert from 'node:assert/strict';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdkError } from '../../../src/core/errors/edkError.ts';
import { ImageWorkbench } from '../../support/imageWorkbench.ts';
import { writeFiles } from '../../support/imageProject.ts';
import { pushedText } from '../../support/pushedText.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { useRegistry } from '../../support/useRegistry.ts';

describe('builds what people write into Dockerfiles:', () => {
  const folder = useTemporaryFolder();
  const registry = useRegistry();
  let bench: ImageWorkbench;
  before(async () => {
    bench = await ImageWorkbench.open(registry.address);
  });
  after(() => bench.close());

  const unique = (): string => `made ${process.hrtime.bigint()}`;
  /** Builds what is in the folder, twice: the second time there is nothing to do. */
  const build = async (): Promise<void> => {
    const built = await bench.build(folder.path);
    assert.ok(built.some(({ outcome }) => outcome === 'built'));
    const again = await bench.build(folder.path);
    assert.ok(again.every(({ outcome }) => outcome === 'unchanged'));
  };
  const pushed = (name: string): Promise<string> => pushedText(registry.address, name, '0.6.0');

  it('several stages, copied from by name and by number', async () => {
    const text = unique();
    writeFiles(folder.path, {
      Dockerfile:
        'FROM scratch AS first\nCOPY a.txt /\nFROM scratch AS Second\nCOPY b.txt /\n' +
        'FROM scratch\nLABEL IMAGE="t-edk-stages"\nCOPY --from=first /a.txt /\nCOPY --from=1 /b.txt /c.txt\n',
      'a.txt': text,
      'b.txt': text,
    });
    await build();
    assert.ok((await pushed('t-edk-stages')).includes(text));
  });

  it('ARGs in FROM, one with a default that names another', async () => {
    const text = unique();
    writeFiles(folder.path, {
      'base/Dockerfile': 'FROM scratch\nLABEL REGISTRY="local-only" IMAGE="t-edk-arg-base"\nCOPY a.txt /\n',
      'base/a.txt': text,
      'app/Dockerfile':
        'ARG NAME=t-edk-arg-base\nARG BASE=local-only/${NAME:-nothing}\nARG TAG\n' +
        'FROM ${BASE}:${TAG:-latest}\nLABEL IMAGE="t-edk-arg"\nCOPY b.txt /\n',
      'app/b.txt': text,
    });
    await build();
    assert.ok((await pushed('t-edk-arg')).includes('b.txt'));
  });

  it('ONBUILD of a base: its trigger runs, and a file that it takes is of the context of the image above', async () => {
    const text = unique();
    writeFiles(folder.path, {
      'base/Dockerfile':
        'FROM scratch\nLABEL REGISTRY="local-only" IMAGE="t-edk-onbuild-base"\nCOPY a.txt /\nONBUILD COPY triggered.txt /\n',
      'base/a.txt': text,
      'app/Dockerfile': 'FROM local-only/t-edk-onbuild-base:latest\nLABEL IMAGE="t-edk-onbuild"\n',
      'app/triggered.txt': text,
    });
    await build();
    assert.ok((await pushed('t-edk-onbuild')).includes('triggered.txt'));
    // The trigger's instruction is in no Dockerfile of the image; its failure is one of the build all the same.
    writeFiles(folder.path, { 'app/.dockerignore': 'triggered.txt\n' });
    const { place } = await rejection(bench.build(folder.path), 'build.failed');
    assert.equal(place?.file, join(folder.path, 'app/Dockerfile'));
  });

  it('a platform that this machine has', async () => {
    writeFiles(folder.path, {
      Dockerfile: 'FROM --platform=$BUILDPLATFORM scratch\nLABEL IMAGE="t-edk-platform"\nCOPY a.txt /\n',
      'a.txt': unique(),
    });
    await build();
  });

  it('a heredoc: in the image with a builder that knows it, else an error with what to do', async () => {
    const text = unique();
    writeFiles(folder.path, {
      Dockerfile: `FROM scratch\nLABEL IMAGE="t-edk-heredoc"\nCOPY <<END /a.txt\n${text}\nFROM nowhere\nEND\n`,
    });
    const [image] = (await bench.plan(folder.path)).images;
    assert.deepEqual(image?.source.bases, []);
    const outcome = await bench.build(folder.path).then(
      () => 'built',
      (error: unknown) => error,
    );
    if (outcome === 'built') {
      assert.ok((await pushed('t-edk-heredoc')).includes(text));
      return;
    }
    assert.ok(outcome instanceof EdkError && outcome.code === 'dockerfile.invalid', String(outcome));
    const { place, remedy } = outcome;
    assert.deepEqual(place, { file: join(folder.path, 'Dockerfile'), line: 4 });
    assert.match(remedy, /# syntax=docker\/dockerfile:1/);
  });

  it('Windows line ends, in the Dockerfile and in .dockerignore; other files arrive as they are', async () => {
    const text = unique();
    writeFiles(folder.path, {
      Dockerfile: `# of Windows\r\nFROM scratch\r\nLABEL IMAGE="t-edk-crlf" \\\r\n  VERSION="0.6.0"\r\nCOPY . /\r\n`,
      '.dockerignore': 'left\r\n*.log\r\n',
      'run.sh': `#!/bin/sh\r\necho ${text}\r\n`,
      'left/out.txt': text,
      'x.log': text,
    });
    await build();
    const layer = await pushed('t-edk-crlf');
    assert.ok(layer.includes(`#!/bin/sh\r\necho ${text}\r\n`));
    assert.doesNotMatch(layer, /out\.txt|x\.log/);
  });

  it('a loop of links in the context: it is sent as links', async () => {
    writeFiles(folder.path, {
      Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-loop"\nCOPY . /\n',
      'a/file.txt': unique(),
    });
    symlinkSync('../b', join(folder.path, 'a/to-b'));
    symlinkSync('a', join(folder.path, 'b'));
    symlinkSync('itself', join(folder.path, 'itself'));
    await build();
    assert.ok((await pushed('t-edk-loop')).includes('itself'));
  });

  it('beside a file of 3 GB', async () => {
    writeFiles(folder.path, {
      Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-3gb"\nCOPY a.txt /\n',
      'a.txt': unique(),
    });
    writeFileSync(join(folder.path, 'large.bin'), '');
    truncateSync(join(folder.path, 'large.bin'), 3 * 1024 ** 3);
    const { step, lines } = recordStep();
    await bench.build(folder.path, step);
    assert.ok(
      lines.some((line) => /^warn .*biggest: large\.bin \(3\.2 GB\)/.test(line)),
      lines.filter((line) => line.startsWith('warn')).join('\n'),
    );
  });

  it('a layer that the registry has already: it is not sent again', async () => {
    const text = unique();
    const dockerfile = (name: string): string => `FROM scratch\nLABEL IMAGE="${name}"\nCOPY a.txt /\n`;
    writeFiles(folder.path, { Dockerfile: dockerfile('t-edk-first'), 'a.txt': text });
    const [first] = await bench.build(folder.path);
    assert.equal(first?.work?.layers.pushed, 1);
    // The same layer, under another configuration of the same image, and for another one.
    writeFiles(folder.path, { Dockerfile: `${dockerfile('t-edk-first')}USER 1000\n` });
    const [second] = await bench.build(folder.path);
    assert.deepEqual(second?.work?.layers, { pushed: 0, present: 1 });
    writeFiles(folder.path, { Dockerfile: dockerfile('t-edk-second') });
    const [other] = await bench.build(folder.path);
    assert.deepEqual(other?.work?.layers, { pushed: 0, present: 1 });
    assert.ok((await pushed('t-edk-second')).includes(text));
  });
});
