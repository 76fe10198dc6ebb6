import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for each test of the surrounding `describe`. They are removed when all have ended: what a test started there
 * writes until its own `afterEach` stops it.
 */
export function useTemporaryFolder(): { readonly path: string } {
  const paths: string[] = [];
  beforeEach(() => {
    paths.push(mkdtempSync(join(tmpdir(), 'edk-test-')));
  });
  after(() => {
    for (const path of paths) rmSync(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return paths.at(-1) ?? '';
    },
  };
}
