import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { likelyError } from '../../../../../src/core/project/python/likelyError.ts';
import { pythonOf } from '../../../../../src/core/project/python/readDag.ts';
import { SourceFile } from '../../../../../src/core/project/sourceFile.ts';
import { compilePython } from '../../../../../src/core/useCases/check/compilePython.ts';
import { invalidPython, newPython, validPython } from '../../../../support/checks/pythonTexts.ts';

function filesOf(texts: readonly string[]): Map<string, SourceFile> {
  return new Map(texts.map((text, index) => [`${index}.py`, new SourceFile(`/p/${index}.py`, `${index}.py`, text)]));
}

async function refusedOf(texts: readonly string[]): Promise<readonly string[]> {
  const files = filesOf(texts);
  const verdicts = await compilePython({ texts: files });
  return [...files].flatMap(([path, { text }]) => (typeof verdicts.get(path) === 'object' ? [text] : []));
}

function likelyOf(texts: readonly string[]): readonly string[] {
  return [...filesOf(texts).values()].flatMap((file) => (likelyError(pythonOf(file)) === undefined ? [] : [file.text]));
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 10)'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('compilePython', () => {
  before(function () {
    if (!hasPython()) this.skip();
  });

  it('takes what CPython 3.10 to 3.12 take, whatever its own version is', async () => {
    assert.deepEqual(await refusedOf([...validPython, ...newPython]), []);
  });

  it('refuses what they refuse', async () => {
    assert.deepEqual(await refusedOf(invalidPython), invalidPython);
  });

  it('says where and why', async () => {
    const verdicts = await compilePython({ texts: filesOf(['x = 1\nprint("\u{1F600}", "abc)\n']) });
    assert.deepEqual(verdicts.get('0.py'), {
      message: 'unterminated string literal (detected at line 2)',
      line: 2,
      column: 12,
    });
  });

  it('gives up on what would take its memory, and judges the others', async () => {
    const files = filesOf([`x = ${'-'.repeat(200_000)}1\n`, 'x = 1\n', 'x = (\n']);
    const verdicts = await compilePython({ texts: files });
    assert.deepEqual([verdicts.get('1.py'), typeof verdicts.get('2.py')], ['compiles', 'object']);
    assert.equal(verdicts.get('0.py'), 'unknown');
  });

  it('asks again about edited files only', async () => {
    const files = filesOf(['x = 1\n', 'x = (\n']);
    await compilePython({ texts: files });
    const before = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      const edited = new Map([...files, ...filesOf(['x = (\n'])]);
      const verdicts = await compilePython({ texts: edited });
      assert.deepEqual([verdicts.get('0.py'), typeof verdicts.get('1.py')], ['unknown', 'object']);
    } finally {
      process.env['PATH'] = before;
    }
  });
});

describe('the parser without python3', () => {
  it('finds nothing in what CPython takes', () => {
    assert.deepEqual(likelyOf([...validPython, ...newPython]), []);
  });

  it('finds what every language would', () => {
    const found = likelyOf(invalidPython);
    const obvious = [
      'x = "abc\ny = 1\n',
      "print('abc)\n",
      'x = (1\ny = 2\n',
      'def f()\n    pass\n',
      'def f():\npass\n',
    ];
    assert.deepEqual(
      found.filter((text) => obvious.includes(text)),
      obvious,
    );
  });
});
