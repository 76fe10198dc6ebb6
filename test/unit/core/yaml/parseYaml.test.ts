import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { parseManifests } from '../../../../src/core/yaml/loadYaml.ts';
import { parseYaml } from '../../../../src/core/yaml/parseYaml.ts';
import { setYamlText } from '../../../../src/core/yaml/yamlFile.ts';

function failure(text: string): EdkError {
  try {
    parseYaml(text, 'values.yaml');
  } catch (error) {
    if (error instanceof EdkError) return error;
    throw error;
  }
  return assert.fail('parsed');
}

describe('parseYaml', () => {
  it('gives the value and the places of its parts', () => {
    const yaml = parseYaml('# c\na:\n  - b: 1\n    c: [x, "y"]\n', 'values.yaml');
    assert.deepEqual(yaml.value, { a: [{ b: 1, c: ['x', 'y'] }] });
    assert.deepEqual(yaml.placeOf(['a', 0, 'c', 1]), { file: 'values.yaml', line: 4, column: 12 });
    assert.deepEqual(yaml.placeOf(['a', 0, 'missing']), { file: 'values.yaml', line: 3, column: 5 });
  });

  const wrong: readonly (readonly [title: string, text: string, line: number, column: number, reason: RegExp])[] = [
    ['wrong indentation', 'a:\n  b: 1\n c: 2\n', 3, 2, /indentation/u],
    ['a tab', 'a:\n\tb: 1\n', 2, 1, /tab/iu],
    ['an open quote', 'a: "b\n', 2, 1, /indentation/u],
    ['two documents', 'a: 1\n---\nb: 2\n', 2, 1, /a second document starts here; only one is allowed/u],
    ['an unknown alias', 'a: *b\n', 1, 4, /alias/iu],
    ['an unreplaced template', 'a: {{ .Values.b }}\nc: d\n', 1, 4, /template braces/u],
  ];
  for (const [title, text, line, column, reason] of wrong) {
    it(`names the place of ${title}`, () => {
      const error = failure(text);
      assert.equal(error.code, 'yaml.invalid');
      assert.match(error.message, reason);
      assert.deepEqual(error.place, { file: 'values.yaml', line, column });
    });
  }

  // Read by Helm 3.19 and PyYAML 6 in the same way.
  const flows: readonly (readonly [title: string, text: string, value: unknown])[] = [
    ['a closing bracket at its key', 'a:\n  b: [\n    "x",\n    "y"\n  ]\nc: 1\n', { a: { b: ['x', 'y'] }, c: 1 }],
    ['a closing bracket left of its key', 'a:\n  b: [\n    x\n]\nc: 1\n', { a: { b: ['x'] }, c: 1 }],
    ['a closing brace at its key', 'a:\n  b: {\n    x: 1,\n  }\n', { a: { b: { x: 1 } } }],
    ['items left of their key', 'a:\n  b: [\n"x",\ny ]\n', { a: { b: ['x', 'y'] } }],
    [
      'pairs at the column of their key',
      'a:\n  b: {\n  x: 1,\n  y: {\n  z: 2 } }\n',
      { a: { b: { x: 1, y: { z: 2 } } } },
    ],
    ['comments between items', 'b: [ # ]\nx,\n# [ "\ny#1\n]\n', { b: ['x', 'y#1'] }],
    ['quotes and brackets in items', `b: [\n"]", ']''[',\nit's, a "b\n]\n`, { b: [']', "]'[", "it's", 'a "b'] }],
    ['an item of a list', '- [\nx\n]\n- y\n', [['x'], 'y']],
    ['several of them beside a block of text', 'a: [\n]\nb: |\n  [\n  {\nc: {\n}\n', { a: [], b: '[\n{\n', c: {} }],
    ['line ends of Windows', 'b: [\r\n  x\r\n]\r\nc: 1\r\n', { b: ['x'], c: 1 }],
  ];
  for (const [title, text, value] of flows) {
    it(`takes ${title}`, () => {
      const yaml = parseYaml(text, 'values.yaml');
      assert.deepEqual(yaml.value, value);
      assert.equal(yaml.text, text);
      assert.deepEqual(parseManifests(text, 'values.yaml'), [value]);
    });
  }

  it('knows the places behind lists that are read in one line', () => {
    const yaml = parseYaml('a: [\n  x,\n  y\n]\nb: {\n c: 1\n}\n', 'values.yaml');
    assert.deepEqual(yaml.placeOf(['a', 1]), { file: 'values.yaml', line: 3, column: 3 });
    assert.deepEqual(yaml.placeOf(['b', 'c']), { file: 'values.yaml', line: 6, column: 5 });
    assert.equal(setYamlText(yaml, [{ path: ['b', 'c'], text: 'new' }]), 'a: [\n  x,\n  y\n]\nb: {\n c: "new"\n}\n');
  });

  it('still names what is wrong where a list is not closed', () => {
    const error = failure('a: [\n  x\n]\nb: [\nc: 1\n');
    assert.equal(error.code, 'yaml.invalid');
  });

  it('takes the last of keys that stand twice, and tells of them', () => {
    const text = 'global:\n  image: a\n  other: b\n  image: c\n"x": 1\nx: 2\n';
    const yaml = parseYaml(text, 'values.yaml');
    assert.deepEqual(yaml.value, { global: { image: 'c', other: 'b' }, x: 2 });
    assert.deepEqual(yaml.repeatedKeys, [
      { name: 'x', place: { file: 'values.yaml', line: 6, column: 1 }, line: 5 },
      { name: 'image', place: { file: 'values.yaml', line: 4, column: 3 }, line: 2 },
    ]);
    assert.deepEqual(yaml.placeOf(['global', 'image']), { file: 'values.yaml', line: 4, column: 10 });
    assert.match(setYamlText(yaml, [{ path: ['global', 'image'], text: 'new' }]), /^ {2}image: "new"\n"x"/mu);
  });

  it('keeps an anchor in a value that does not count', () => {
    assert.deepEqual(parseYaml('a: &x 1\na: 2\nb: *x\n', 'values.yaml').value, { a: 2, b: 1 });
  });

  it('lets merge keys stand several times and joins them', () => {
    const yaml = parseYaml('a: &a {x: 1}\nb: &b {y: 2}\nc:\n  <<: *a\n  <<: *b\n', 'values.yaml');
    assert.deepEqual(yaml.value, { a: { x: 1 }, b: { y: 2 }, c: { x: 1, y: 2 } });
  });

  it('answers any text with a value or with an error of its own', () => {
    const token = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '&a',
      '*a',
      '|',
      '>',
      '#',
      '? ',
      '<<: ',
      '!!',
      '---\n',
      '\t',
      '%',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        try {
          parseYaml(tokens.join(''), 'values.yaml');
        } catch (error) {
          assert.ok(error instanceof EdkError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
