import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { parseYaml } from '../../../../src/core/yaml/parseYaml.ts';

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
    ['a duplicate key', 'global:\n  image: a\n  other: b\n  image: c\n', 4, 3, /"image" stands already in line 2/u],
    ['a duplicate key in quotes', '"a": 1\na: 2\n', 2, 1, /"a" stands already in line 1/u],
    ['two documents', 'a: 1\n---\nb: 2\n', 2, 1, /a second document begins here; there may be one/u],
    ['an unknown alias', 'a: *b\n', 1, 4, /alias/iu],
    ['an unreplaced template', 'a: {{ .Values.b }}\nc: d\n', 1, 4, /braces of a template/u],
  ];
  for (const [title, text, line, column, reason] of wrong) {
    it(`names the place of ${title}`, () => {
      const error = failure(text);
      assert.equal(error.code, 'yaml.invalid');
      assert.match(error.message, reason);
      assert.deepEqual(error.place, { file: 'values.yaml', line, column });
    });
  }

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
