import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../../../../src/core/errors/catalogue.ts';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { explainFileError } from '../../../../src/core/errors/fileErrors.ts';
import { makeFolder, writeFileAtomically } from '../../../../src/core/files/writeFiles.ts';
import { withTemporaryFolder } from '../../../../src/core/files/temporaryFiles.ts';
import { performJob } from '../../../../src/core/jobs/runJob.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('errors of files', () => {
  const folder = useTemporaryFolder();
  const at = (path: string): string => join(folder.path, path);

  beforeEach(() => {
    writeFileSync(at('file'), '');
    mkdirSync(at('folder'));
    symlinkSync('circle', at('circle'));
  });

  const works: readonly (readonly [title: string, work: () => Promise<unknown>, says: RegExp])[] = [
    ['a folder below a file', () => makeFolder(at('file/below/it')), /file\/below\/it is not a folder/],
    ['a file in place of a folder', () => makeFolder(at('file')), /file is not a folder\./],
    ['a folder in place of a file', () => writeFileAtomically(at('folder'), 'x'), /folder is a folder/],
    ['a link that leads to itself', () => makeFolder(at('circle/x')), /circle\/x is a circular link/],
    ['a name that is too long', () => makeFolder(at('n'.repeat(300))), /name of .*nnn is too long/],
    ['what nobody explained on its way', () => readFile(at('nowhere')), /nowhere does not exist\./],
    ['what fails while there is a temporary folder', () => withTemporaryFolder(() => mkdir(at('file/x'))), /file\/x/],
  ];
  for (const [title, work, says] of works) {
    it(`${title} is no defect`, async () => {
      const { signal } = new AbortController();
      const { error } = await performJob({ id: 'x', verb: 'x', signal, sink: () => undefined }, work);
      assert.ok(error instanceof EdkError, String(error));
      assert.equal(error.exitCode, 10);
      assert.match(error.message, says);
    });
  }

  const codes =
    'ENOSPC EDQUOT EFBIG EROFS EACCES EPERM ENOTDIR EISDIR ELOOP ENAMETOOLONG EIO EMFILE ENFILE EBUSY ESTALE';
  for (const code of codes.split(' ')) {
    it(`${code} is explained`, () => {
      const explained = explainFileError(Object.assign(new Error(code), { code }), '/some/file');
      assert.ok(explained instanceof EdkError);
      assert.equal(catalogue[explained.code].exitCode, 10);
      assert.match(explained.message, /\/some\/file/);
    });
  }

  it('does not take the ends of programs and sockets for files', () => {
    for (const syscall of ['spawn helm', 'connect']) {
      const error = Object.assign(new Error('x'), { code: 'ENOENT', path: 'helm', syscall });
      assert.equal(explainFileError(error, 'helm'), error);
    }
  });

  it('names TMPDIR when there is no space for temporary files', async () => {
    const fullDisk = (): Promise<unknown> =>
      withTemporaryFolder(() => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC', syscall: 'write' })));
    await assert.rejects(fullDisk, (error) => error instanceof EdkError && error.remedy.includes('TMPDIR'));
    await assert.doesNotReject(withTemporaryFolder((temporary) => writeFile(join(temporary, 'x'), '')));
  });
});
