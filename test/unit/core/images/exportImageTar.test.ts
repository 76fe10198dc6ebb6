import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { DockerConnection } from '../../../../src/core/docker/connectDocker.ts';
import { exportImageTar } from '../../../../src/core/images/exportImageTar.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('exportImageTar', () => {
  const root = useTemporaryFolder();
  const reference = 'localhost:32000/small:1';
  /** An Engine that has the image and saves it. */
  const connection = {
    address: 'here',
    docker: {
      getImage: () => ({ inspect: () => Promise.resolve({ Id: 'sha256:1' }) }),
      modem: {
        dial: (_: unknown, answer: (error: null, stream: Readable) => void) => answer(null, Readable.from(['tar'])),
      },
    },
  } as unknown as DockerConnection;

  it('writes the file, and folders above it', async () => {
    const file = join(root.path, 'new/folder/small-1.tar');
    await exportImageTar({ reference, file, connection }, recordStep().step);
    assert.equal(readFileSync(file, 'utf8'), 'tar');
    assert.deepEqual(readdirSync(dirname(file)), ['small-1.tar']);
  });

  const wrong: readonly [title: string, arrange: (folder: string) => string, says: RegExp][] = [
    [
      'its folder is a file',
      (folder) => {
        writeFileSync(join(folder, 'out'), '');
        return join(folder, 'out/small-1.tar');
      },
      /out is not a folder/,
    ],
    [
      'a folder above it is a file',
      (folder) => {
        writeFileSync(join(folder, 'out'), '');
        return join(folder, 'out/deeper/small-1.tar');
      },
      /out\/deeper is not a folder, or a part of its path is not/,
    ],
    [
      'it is a folder',
      (folder) => {
        mkdirSync(join(folder, 'small-1.tar'));
        return join(folder, 'small-1.tar');
      },
      /small-1\.tar is a folder; a file is needed/,
    ],
  ];
  for (const [title, arrange, says] of wrong) {
    it(`ends with a clear error, and leaves nothing, when ${title}`, async () => {
      const file = arrange(root.path);
      const before = readdirSync(root.path);
      const error = await rejection(
        exportImageTar({ reference, file, connection }, recordStep().step),
        'disk.wrongPath',
      );
      assert.match(error.message, says);
      assert.deepEqual(readdirSync(root.path), before);
    });
  }
});
