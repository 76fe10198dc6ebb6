import assert from 'node:assert/strict';
import { parseYaml, type YamlPath } from '../../../../src/core/yaml/parseYaml.ts';
import { setYamlText } from '../../../../src/core/yaml/yamlFile.ts';

const cases: readonly (readonly [title: string, before: string, path: YamlPath, after: string])[] = [
  ['a plain value before a comment', 'a: 1 # c\nb: 0777\n', ['a'], 'a: "X" # c\nb: 0777\n'],
  ['a quoted value', "a: 'b'\n", ['a'], 'a: "X"\n'],
  ['an empty value', 'a:\nb: 1\n', ['a'], 'a: "X"\nb: 1\n'],
  ['an empty value before a comment', 'a: # c\nb: 1\n', ['a'], 'a: "X" # c\nb: 1\n'],
  ['a block of lines', 'a: |\n  x\n  y\nb: 1\n', ['a'], 'a: "X"\nb: 1\n'],
  ['a value over an anchor', 'a: &v 1\nb: *v\n', ['a'], 'a: &v "X"\nb: *v\n'],
  ['an alias', 'a: &v 1\nb: *v\n', ['b'], 'a: &v 1\nb: "X"\n'],
  [
    'a value in a list',
    'd:\n- name: n\n  version: 0.0.0\n- name: m\n  version: 1\n',
    ['d', 1, 'version'],
    'd:\n- name: n\n  version: 0.0.0\n- name: m\n  version: "X"\n',
  ],
  ['a value in braces', 'g: {a: 1, b: 2}\n', ['g', 'a'], 'g: {a: "X", b: 2}\n'],
  ['a missing key', 'g:\n  # c\n  a: 1\nh: 2\n', ['g', 'n'], 'g:\n  # c\n  n: "X"\n  a: 1\nh: 2\n'],
  ['a missing key in a list entry', 'd:\n  - a: 1\n', ['d', 0, 'n'], 'd:\n  - n: "X"\n    a: 1\n'],
  ['a missing key at the top', '# c\na: 1\n', ['n'], '# c\nn: "X"\na: 1\n'],
  ['a missing key in braces', 'g: {a: 1}\n', ['g', 'n'], 'g: {n: "X", a: 1}\n'],
  ['a missing key in empty braces', 'g: {}\n', ['g', 'n'], 'g: {n: "X"}\n'],
  ['Windows line ends', 'a: 1\r\nb: 2\r\n', ['a'], 'a: "X"\r\nb: 2\r\n'],
];

describe('setYamlText', () => {
  for (const [title, before, path, after] of cases) {
    it(`sets ${title}`, () => {
      const text = setYamlText(parseYaml(before, 'f.yaml'), [{ path, text: 'X' }]);
      assert.equal(text, after);
      assert.equal(parseYaml(text, 'f.yaml').document.getIn(path), 'X');
    });
  }

  it('sets several values at once, with quotes in them', () => {
    const text = setYamlText(parseYaml('a: 1\nb: 2\n', 'f.yaml'), [
      { path: ['a'], text: 'long "text"' },
      { path: ['b'], text: 'y\\' },
    ]);
    assert.deepEqual(parseYaml(text, 'f.yaml').value, { a: 'long "text"', b: 'y\\' });
  });

  it('refuses a key in what is written elsewhere', () => {
    const yaml = parseYaml('a: &a {x: 1}\nglobal: *a\n', 'f.yaml');
    assert.throws(() => setYamlText(yaml, [{ path: ['global', 'y'], text: 'X' }]), { code: 'yaml.invalid' });
  });
});
