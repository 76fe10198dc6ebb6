import assert from 'node:assert/strict';
import { stageDockerfile, stagedFile, type SentEntry } from '../../../../../src/core/images/context/listSent.ts';

describe('stageDockerfile', () => {
  const text = (entry: SentEntry | undefined): string =>
    entry?.kind === 'file' ? Buffer.concat([...entry.content()]).toString() : '';
  const user = (path: string, content: string): SentEntry =>
    stagedFile({ path, mode: 0o644, modified: new Date(0) }, content);

  it('gives BuildKit the staged text and the rules that count, beside the context', () => {
    const staged = stageDockerfile('FROM exact', 'a');
    assert.deepEqual(
      staged.entries.map((entry) => [entry.path, text(entry)]),
      [
        ['Dockerfile', 'FROM exact'],
        ['Dockerfile.dockerignore', 'a'],
      ],
    );
  });

  const rules: Record<string, { own: string; left: string }> = {
    'beside those of the user': { own: 'a', left: 'a' },
    'together with themselves where the user has none': { own: '', left: '.dockerignore' },
  };
  for (const [what, { own, left }] of Object.entries(rules)) {
    it(`has the classic builder take it out of the context again, ${what}`, () => {
      const staged = stageDockerfile('FROM exact', own);
      const context = [user('Dockerfile', 'FROM mine'), ...(own === '' ? [] : [user('.dockerignore', own)])];
      const sent = new Map(staged.addTo(context).map((entry) => [entry.path, text(entry)]));
      assert.equal(sent.get('Dockerfile'), 'FROM mine');
      assert.equal(sent.get(staged.nameInContext), 'FROM exact');
      assert.equal(sent.get('.dockerignore'), `${left}\n${staged.nameInContext}\n`);
    });
  }
});
