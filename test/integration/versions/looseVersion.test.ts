import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { compareVersions } from '../../../src/shared/versions/compareVersions.ts';

describe('compareVersions beside Python', () => {
  it('orders any two versions as LooseVersion does', () => {
    const piece = fc.oneof(
      fc.nat(20).map(String),
      fc.constantFrom('.', '.', '.', '-', '+', '_', 'a', 'rc', 'RC', 'dev', 'post', 'v', '00', '20261125083015123456'),
    );
    const version = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));
    const near = version
      .chain((text) => fc.tuple(fc.constant(text), fc.constantFrom('', '.0', '.1', 'a', '-1', '+2')))
      .map(([text, end]): [string, string] => [text, text + end]);
    const pairs = fc.sample(fc.oneof(fc.tuple(version, version), near), 3000);
    const input = pairs.map((pair) => JSON.stringify(pair)).join('\n');
    const output = execFileSync('python3', ['-W', 'ignore', join(import.meta.dirname, 'looseVersion.py')], {
      input,
      encoding: 'utf8',
    });
    const expected: unknown[] = output
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.equal(expected.length, pairs.length);
    let compared = 0;
    for (const [index, [left, right]] of pairs.entries()) {
      if (expected[index] === null) continue;
      compared++;
      assert.equal(Math.sign(compareVersions(left, right)), expected[index], `${left} beside ${right}`);
    }
    assert.ok(compared > 1000, `${compared} pairs were comparable`);
  });
});
