import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { runChecks } from '../../../src/core/checks/runChecks.ts';
import { readProject } from '../../../src/core/project/readProject.ts';
import { checkMutated, mutations } from '../../support/checks/mutatedProject.ts';
import { checkSettings } from '../../support/checks/projectFrom.ts';
import { sampleProject } from '../../support/checks/sampleProject.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const megabyte = 1024 * 1024;
/** As large as a file may be that is still read. */
const largest = 1.9 * megabyte;

const chart = 'extension/liver-workflow/Chart.yaml';
const values = 'extension/liver-workflow/values.yaml';
const template = 'extension/liver-workflow/templates/a.yaml';
const dag = 'extension/docker/files/dag_liver.py';
const dockerfile = 'processing-containers/liver/Dockerfile';
const task = 'processing-containers/liver/task.json';

const fill = (line: string, bytes: number): string => line.repeat(Math.ceil(bytes / line.length));
const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];

const hostile: readonly (readonly [title: string, files: Readonly<Record<string, string | Uint8Array>>])[] = [
  ['YAML bombs', { [values]: bomb.join('\n'), [chart]: bomb.join('\n'), [template]: bomb.join('\n') }],
  ['merge keys in a circle', { [values]: 'a: &a\n  <<: *a\nglobal: *a\nextension_params: *a\n' }],
  ...[values, chart, template, dag, dockerfile, task].flatMap((path) => [
    [`5 MB of blanks as ${path}`, { [path]: ' '.repeat(5 * megabyte) }] as const,
    [`bytes as ${path}`, { [path]: randomBytes(megabyte) }] as const,
    [`letters of no encoding as ${path}`, { [path]: Buffer.from([0xc3, 0x28, 0xa0, 0xff, 0xfe]) }] as const,
    [`brackets without end as ${path}`, { [path]: '[{('.repeat(100_000) }] as const,
    [`one long line as ${path}`, { [path]: fill('a', largest) }] as const,
  ]),
  ['many keys', { [values]: fill('key: { type: string, default: a }\n', largest) }],
  ['many entries', { [values]: `extension_params:\n${fill('  - [a, b, c]\n', largest)}` }],
  ['deep YAML', { [values]: Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n') }],
  ['many statements', { [dag]: fill('a = Operator(image="x/y:1", env_vars={"A": None})\n', largest) }],
  ['a sum without end', { [dag]: `a = ${fill('"a" + ', largest)}""\nOperator(image=a)\n` }],
  ['names in a circle', { [dag]: 'a = b\nb = a\nOperator(image=a, env_vars=b)\nDAG(dag_id=a, default_args=b)\n' }],
  ['deep blocks', { [dag]: Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}if a:`).join('\n') }],
  ['many labels', { [dockerfile]: `FROM scratch\n${fill('LABEL IMAGE=liver\n', 200_000)}` }],
  [
    'one instruction without end',
    { [dockerfile]: `FROM scratch\nRUN ${fill('pip install a && \\\n', 200_000)}true\n` },
  ],
  ['arguments in a circle', { [dockerfile]: 'ARG A=${B}\nARG B=${A}\nFROM ${A}\nLABEL IMAGE=${A}\n' }],
  ['patterns that match slowly', { 'processing-containers/liver/.dockerignore': fill('**/*a*/**/*b*/**\n', 20_000) }],
  ['many suppressions', { [dockerfile]: `FROM scratch\n${fill('# edk-ignore image/label-missing: x\n', 200_000)}` }],
];

/** On two busy cores; people wait a second or two. In milliseconds. */
const tooLong = 20_000;

describe('the rules on hostile projects', function () {
  this.timeout(600_000);
  const folder = useTemporaryFolder();

  for (const [title, files] of hostile) {
    it(`come to an end with ${title}`, async () => {
      await writeFiles(folder.path, { ...sampleProject, ...files });
      const started = performance.now();
      const project = await readProject(folder.path, { buildArguments: {} });
      const { findings } = runChecks({ project, settings: checkSettings });
      assert.ok(performance.now() - started < tooLong, `${Math.round(performance.now() - started)} ms`);
      for (const { range } of findings) assert.ok(range.file.startsWith(folder.path));
    });
  }

  it('throw nothing on 10,000 damaged ones, and come to an end', () =>
    fc.assert(fc.asyncProperty(mutations, checkMutated), { seed: 20261125, numRuns: 10_000 }));
});
