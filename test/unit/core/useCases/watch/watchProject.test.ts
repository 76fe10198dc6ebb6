import assert from 'node:assert/strict';
import { join } from 'node:path';
import { unwatchedPaths } from '../../../../../src/core/useCases/watch/watchProject.ts';
import { readImages } from '../../../../support/readBuildable.ts';
import { writeFiles } from '../../../../support/imageProject.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

describe('unwatchedPaths', () => {
  const folder = useTemporaryFolder();
  const dockerfile = (name: string): string => `FROM scratch\nLABEL IMAGE="${name}"\n`;
  const ignores = async (): Promise<(path: string) => boolean> => {
    writeFiles(folder.path, {
      'a/Dockerfile': dockerfile('a'),
      'a/.dockerignore': '*.log\ndata\n!data/keep\n',
      'a/b/Dockerfile': dockerfile('b'),
      'kept/out/Dockerfile': dockerfile('c'),
      'kept/out/.dockerignore': '*\n!src\n',
    });
    const ignored = unwatchedPaths(folder.path, await readImages(folder.path, { buildArguments: {} }));
    return (path) => ignored(join(folder.path, path));
  };

  const cases: Record<string, boolean> = {
    '': false,
    'chart/values.yaml': false,
    'edk.yaml': false,
    'a/run.py': false,
    'a/x.log': true,
    'a/data': false,
    'a/data/keep': false,
    'a/data/scan.nii': true,
    'a/.dockerignore': false,
    // The image inside sends it.
    'a/b/x.log': false,
    'kept/out/Dockerfile': false,
    'kept/out/.dockerignore': false,
    'kept/out/README.md': true,
    'kept/out/src/x.py': false,
    '.git/index': true,
    'a/node_modules/x': true,
    'a/__pycache__/x.pyc': true,
    'a/.run.py.swp': true,
    'a/run.py~': true,
    'a/4913': true,
  };
  for (const [path, ignored] of Object.entries(cases)) {
    it(`${ignored ? 'leaves out' : 'watches'} "${path}"`, async () => {
      assert.equal((await ignores())(path), ignored);
    });
  }
});
