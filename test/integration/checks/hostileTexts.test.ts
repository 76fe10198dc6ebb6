import assert from 'node:assert/strict';
import { readRendered } from '../../../src/core/charts/readRendered.ts';
import { EdkError } from '../../../src/core/errors/edkError.ts';
import { readOperatorText } from '../../support/readBuildable.ts';
import { findRenderedImages } from '../../../src/core/project/references/findRenderedImages.ts';
import { parseYaml } from '../../../src/core/yaml/parseYaml.ts';
import { analysePython } from '../../support/checks/analysePython.ts';
import { processorSeconds } from '../../support/processorSeconds.ts';

describe('what reads texts, with texts without end', function () {
  this.timeout(10_000);

  const python: readonly (readonly [title: string, text: string])[] = [
    ['too long', 'a = 1\n'.repeat(900_000)],
    ['binary', '\0\u0001'.repeat(1000)],
    ['deep brackets', 'f('.repeat(100_000)],
    ['a long chain', `a${' >> a'.repeat(4000)}`],
    ['many attributes', `a${'.b()'.repeat(4000)}`],
    ['names in a circle', 'a = {"x": b}\nb = {"y": a}\nDAG(a, default_args=b)'],
    [
      'a dict that doubles',
      `a0 = {}\n${Array.from({ length: 30 }, (_, i) => `a${i + 1} = {"l": a${i}, "r": a${i}}`).join('\n')}\nDAG("a", default_args=a30)`,
    ],
  ];
  for (const [title, text] of python) {
    it(`analyses Python soon: ${title}`, () => {
      const start = performance.now();
      analysePython(text);
      assert.ok(performance.now() - start < 5000);
    });
  }

  const operators: readonly (readonly [title: string, text: string])[] = [
    ['an endless sum', `f(image=${'"a" + '.repeat(20_000)}"b")`],
    ['endless brackets', `f(image=${'('.repeat(20_000)}"b"${')'.repeat(20_000)})`],
    ['calls in calls', 'f(image='.repeat(2_000)],
    ['many values of a name', `${'A = "x"\n'.repeat(500)}${'f(image=A)\n'.repeat(100)}`],
  ];
  for (const [title, text] of operators) {
    it(`finds the images of operators soon: ${title}`, () => {
      assert.ok(processorSeconds(() => readOperatorText(text, 'dag.py')) < 6);
    });
  }

  const letters = 'abcdefghijkl'.split('');
  const yaml: readonly (readonly [title: string, text: string])[] = [
    [
      'aliases that multiply',
      letters
        .map((letter, i) => `${letter}: &${letter} [${`${i === 0 ? 'x' : `*${letters[i - 1]}`},`.repeat(9)}]`)
        .join('\n'),
    ],
    ['lists in lists', `a: ${'['.repeat(20_000)}`],
    ['entries in entries', '- '.repeat(20_000)],
    ['one key again and again', 'k: v\n'.repeat(300_000)],
  ];
  for (const [title, text] of yaml) {
    it(`refuses YAML soon that would take memory, stack or time: ${title}`, () => {
      const refused = (error: unknown): boolean => error instanceof EdkError && error.code === 'yaml.invalid';
      assert.ok(processorSeconds(() => assert.throws(() => parseYaml(text, 'values.yaml'), refused)) < 8);
    });
  }

  it('reads YAML soon in which a key stands twice among many', () => {
    const text = `${Array.from({ length: 10_000 }, (_, i) => `k${i}: v\n`).join('')}k7: w\n`;
    const seconds = processorSeconds(() => {
      assert.equal((parseYaml(text, 'values.yaml').value as Record<string, unknown>)['k7'], 'w');
    });
    assert.ok(seconds < 8);
  });

  it('reads thousands of rendered documents soon', () => {
    const pod = 'containers: [{name: main, image: "a:1"}]';
    const document = `---\n# Source: c/templates/Job.yaml\nkind: Job\nmetadata: {name: n-Job}\nspec: {template: {spec: {${pod}}}}\n`;
    const text = document.repeat(5000);
    const seconds = processorSeconds(() => assert.equal(findRenderedImages(readRendered(text)).length, 5000));
    assert.ok(seconds < 4);
  });
});
