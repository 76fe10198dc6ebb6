import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ReferencePart } from '../../../../src/core/project/python/constantParts.ts';
import { readBuildable, readOperatorText } from '../../../support/readBuildable.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

/** Parts in one line: text as it is, variables in <>, `?` when unknown. */
function show(parts: readonly ReferencePart[] | undefined): string {
  return parts?.map((part) => ('text' in part ? part.text : `<${part.variable}>`)).join('') ?? '?';
}

const cases: readonly (readonly [title: string, python: string, ...expected: string[]])[] = [
  ['a string', `Op(image="a/b:1")`, 'a/b:1'],
  [
    'single, triple, raw and unicode quotes',
    `f(image='a'); f(image="""b"""); f(image=r'\\c'); f(image=u"d")`,
    'a',
    'b',
    '\\c',
    'd',
  ],
  [
    'an f-string with the platform names',
    `f(image=f"{DEFAULT_REGISTRY}/x:{KAAPANA_BUILD_VERSION}")`,
    '<DEFAULT_REGISTRY>/x:<KAAPANA_BUILD_VERSION>',
  ],
  ['doubled braces', `f(image=f"{{a}}{DEFAULT_REGISTRY}")`, '{a}<DEFAULT_REGISTRY>'],
  ['blanks in a replacement', `f(image=f"{ DEFAULT_REGISTRY }/x")`, '<DEFAULT_REGISTRY>/x'],
  [
    'a sum',
    `f(image=DEFAULT_REGISTRY + "/x:" + KAAPANA_BUILD_VERSION)`,
    '<DEFAULT_REGISTRY>/x:<KAAPANA_BUILD_VERSION>',
  ],
  ['strings in a row over lines', `f(image=("a" # c\n  'b'\n  f"{DEFAULT_REGISTRY}"))`, 'ab<DEFAULT_REGISTRY>'],
  ['escapes', `f(image="a\\x41\\u0042\\\\\\103\\q")`, 'aAB\\C\\q'],
  [
    'a constant of the module',
    `NAME = "x"\nTAG: str = f":{KAAPANA_BUILD_VERSION}"\nf(image=f"r/{NAME}" + TAG)`,
    'r/x:<KAAPANA_BUILD_VERSION>',
  ],
  ['a constant of the function', `def g():\n    n = "x"\n    return f(image=n)`, 'x'],
  [
    'an attribute of the class',
    `class O(B):\n    img = "x"\n    def __init__(self):\n        super().__init__(image=self.img)`,
    'x',
  ],
  ['an attribute by the class name', `class O:\n    img = "x"\nf(image=O.img)`, 'x'],
  [
    'an import under another name',
    `from a.b import DEFAULT_REGISTRY as R, KAAPANA_BUILD_VERSION as V\nf(image=f"{R}/x:{V}")`,
    '<DEFAULT_REGISTRY>/x:<KAAPANA_BUILD_VERSION>',
  ],
  ['a member of an imported module', `import g\nf(image=f"{g.DEFAULT_REGISTRY}/x")`, '<DEFAULT_REGISTRY>/x'],
  [
    'an own constant with the name of a platform name',
    `DEFAULT_REGISTRY = "mine"\nf(image=DEFAULT_REGISTRY + "/x")`,
    'mine/x',
  ],
  [
    'a default value handed on',
    `class O(B):\n    def __init__(self, dag, image="d:1", **kw):\n        super().__init__(dag=dag, image=image, **kw)`,
    'd:1',
  ],
  ['a parameter without default: its callers count', `def __init__(self, image):\n    super().__init__(image=image)`],
  ['a parameter of None: its callers count', `def __init__(self, image=None):\n    super().__init__(image=image)`],
  ['None', `f(image=None)`],
  [
    'calls in calls, decorators and lists',
    `@d(image="a")\ndef f():\n    return [g(h(image="b"), image="c")]`,
    'a',
    'b',
    'c',
  ],
  ['a call over several lines with comments', `f(\n  # first\n  image=  # here\n    "x",\n)`, 'x'],
  ['bytes: unknown', `f(image=b"x")`, '?'],
  [
    'conversion, format and self-documenting f-strings: unknown',
    `f(image=f"{A!s}"); f(image=f"{DEFAULT_REGISTRY:>9}"); f(image=f"{DEFAULT_REGISTRY=}")`,
    '?',
    '?',
    '?',
  ],
  [
    'an unknown name, call, condition: unknown',
    `f(image=a); f(image=g()); f(image="a" if b else "c"); f(image=os.environ["X"])`,
    '?',
    '?',
    '?',
    '?',
  ],
  ['a name bound twice: unknown', `if a:\n    N = "x"\nelse:\n    N = "y"\nf(image=N)`, '?'],
  [
    'a name changed, unpacked or looped over: unknown',
    `A = "x"\nA += "y"\nB, C = "x", "y"\nfor D in E:\n    pass\nf(image=A); f(image=B); f(image=D)`,
    '?',
    '?',
    '?',
  ],
  ['a name of another function: unknown', `def g():\n    n = "x"\nf(image=n)`, '?'],
  ['names in a circle: unknown', `A = B\nB = A\nf(image=A)`, '?'],
  [
    'names that double each other: unknown',
    `${Array.from({ length: 60 }, (_, i) => `A${i} = A${i + 1} + A${i + 1}`).join('\n')}\nA60 = "x"\nf(image=A0)`,
    '?',
  ],
  [
    'other arguments, comments, strings and definitions are none',
    `f(images="a", my_image="b")\n# f(image="c")\n"f(image='d')"\ndef g(image="e"): pass\nimage = "f"`,
  ],
  ['Windows line ends', `A = "x"\r\nf(\r\n  image=A,\r\n)\r\n`, 'x'],
];

describe('readOperatorText', () => {
  for (const [title, python, ...expected] of cases) {
    it(`reads ${title}`, () => {
      const { imageReferences, problems } = readOperatorText(`${python}\n`, 'dag.py');
      assert.deepEqual(
        imageReferences.map(({ parts }) => show(parts)),
        expected,
      );
      assert.deepEqual(problems, []);
    });
  }

  it('gives offsets that cut the expression out of the text, also behind characters of two units', () => {
    const text = '\uFEFFx = "🫁ü"\r\nf(a=1,\r\n  image=f"{DEFAULT_REGISTRY}/x")\r\n';
    const [reference] = readOperatorText(text, 'dag.py').imageReferences;
    assert.ok(reference);
    assert.equal(text.slice(reference.start, reference.end), 'f"{DEFAULT_REGISTRY}/x"');
    assert.deepEqual(reference.place, { file: 'dag.py', line: 3, column: 9 });
  });

  it('points at the default value that a parameter hands on', () => {
    const text = 'def f(self, image: str = "d:1"):\n    g(image=image)\n    h(image=image)\n';
    const references = readOperatorText(text, 'dag.py').imageReferences;
    assert.deepEqual(
      references.map(({ start, end }) => text.slice(start, end)),
      ['"d:1"'],
    );
  });

  it('names the line of a syntax error and still reads the rest', () => {
    const { imageReferences, problems } = readOperatorText('a = (1,\n\ndef f(:\n    pass\n\ng(image="x")\n', 'dag.py');
    assert.equal(problems.length, 1);
    assert.equal(problems[0]?.place.file, 'dag.py');
    assert.ok([1, 3].includes(problems[0].place.line ?? 0));
    assert.ok(imageReferences.length <= 1);
  });

  it('reads any text without failing, within the text', () => {
    const token = fc.constantFrom(
      'image=',
      'f(',
      ')',
      '"',
      "'",
      'f"',
      '{',
      '}',
      '\\',
      'DEFAULT_REGISTRY',
      '\n',
      '    ',
      'def g(image=',
      '):',
      '+',
      'x',
      '"""',
      'class A:',
      '🫁',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        const text = tokens.join('');
        for (const { start, end } of readOperatorText(text, 'dag.py').imageReferences) {
          assert.ok(start <= end && end <= text.length);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the operators of a project', () => {
  const folder = useTemporaryFolder();
  const dockerfile = 'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-one"\n';

  it('are those of the Python files of DAG images, in order, without hidden folders', async () => {
    const context = join(folder.path, 'docker');
    await mkdir(join(context, 'files', '.venv'), { recursive: true });
    await writeFile(join(context, 'Dockerfile'), dockerfile);
    await writeFile(join(context, 'files', 'dag_b.py'), 'f(image="b")');
    await writeFile(join(context, 'files', 'dag_a.py'), 'f(image="a")');
    await writeFile(join(context, 'files', 'note.txt'), 'f(image="no")');
    await writeFile(join(context, 'files', '.venv', 'x.py'), 'f(image="no")');
    const { imageReferences } = await readBuildable(folder.path, { buildArguments: {} });
    assert.deepEqual(
      imageReferences.map(({ parts }) => show(parts)),
      ['a', 'b'],
    );
  });

  it('name files that are not UTF-8 instead of changing their bytes', async () => {
    await writeFile(join(folder.path, 'Dockerfile'), dockerfile);
    await writeFile(join(folder.path, 'dag.py'), Buffer.from([0x23, 0xfc, 0x0a]));
    const { unread } = await readBuildable(folder.path, { buildArguments: {} });
    assert.match(unread[0]?.problem.message ?? '', /UTF-8/u);
  });
});
