import assert from 'node:assert/strict';
import { relative } from 'node:path';
import type { CheckSettings, CheckFacts } from '../../../src/core/checks/facts.ts';
import type { Finding, TextEdit } from '../../../src/core/checks/finding.ts';
import type { EdkError } from '../../../src/core/errors/edkError.ts';
import type { Rule } from '../../../src/core/checks/rule.ts';
import { runChecks } from '../../../src/core/checks/runChecks.ts';
import type { FileFact, Project } from '../../../src/core/project/project.ts';
import { checkSettings, projectFolder, projectFrom, type ProjectOptions } from './projectFrom.ts';
import { sampleProject } from './sampleProject.ts';

type Files = Readonly<Record<string, string | Omit<FileFact, 'path'> | undefined>>;

/** Files are laid over the sample project; undefined takes one away. */
type Facts = Partial<Omit<CheckFacts, 'project' | 'settings' | 'dependencies'>>;

interface RuleCase extends ProjectOptions, Facts {
  readonly settings?: Partial<CheckSettings>;
  /** Why none of the dependencies would be found. */
  readonly dependencyProblem?: EdkError;

  readonly title: string;
  readonly files?: Files;
}

interface BadCase extends RuleCase {
  /** Where it is found, as `path:line`, and `path:line:column` where the column matters; in the order of the places. */
  readonly at: readonly string[];
  readonly says?: RegExp;
  /** What the file of the first finding says after its fix; then the rule finds nothing there. */
  readonly fixed?: RegExp;
}

interface RuleCases {
  readonly bad: readonly [BadCase, ...BadCase[]];
  readonly good: readonly RuleCase[];
}

/** One rule on bad projects and on good ones; that none finds anything in the sample project is a test of its own. */
export function testRule(rule: Rule, { bad, good }: RuleCases): void {
  describe(`the rule ${rule.id}`, () => {
    for (const one of bad) {
      it(`finds ${one.title}`, async () => {
        const files = { ...sampleProject, ...one.files };
        const findings = await ask(rule, files, one);
        assert.deepEqual(
          findings.map((finding, index) => placeOf(finding, one.at[index] ?? '')),
          one.at,
        );
        if (one.says !== undefined) assert.match(findings[0]?.message ?? '', one.says);
        if (one.fixed !== undefined) await checkFix(rule, { files, one, first: findings[0], count: findings.length });
      });
    }
    for (const one of good) {
      it(`finds nothing in ${one.title}`, async () => {
        const files = { ...sampleProject, ...one.files };
        assert.deepEqual(await ask(rule, files, one), []);
      });
    }
  });
}

async function ask(rule: Rule, files: Files, options: Omit<RuleCase, 'title' | 'files'>): Promise<readonly Finding[]> {
  const project: Project = await projectFrom(files, options);
  const { rendered, registry, platform, references, python, dependencyProblem: problem } = options;
  const settings = { ...checkSettings, ...options.settings };
  const written = project.charts.flatMap(({ dependencies }) => dependencies);
  const dependencies = problem === undefined ? [] : written.map((dependency) => ({ dependency, problem }));
  const facts = { project, settings, dependencies, rendered, registry, platform, references, python };
  return runChecks(facts, [rule]).findings;
}

function placeOf({ range }: Finding, like: string): string {
  const path = relative(projectFolder, range.file);
  return like.split(':').length > 2 ? `${path}:${range.line}:${range.column}` : `${path}:${range.line}`;
}

interface FixCase {
  readonly files: Files;
  readonly one: BadCase;
  readonly first: Finding | undefined;
  readonly count: number;
}

async function checkFix(rule: Rule, { files, one, first, count }: FixCase): Promise<void> {
  assert.ok(first?.fix !== undefined, 'it has no fix');
  const mended: Record<string, Files[string]> = { ...files };
  for (const edit of first.fix.edits.toSorted(
    (a, b) => b.range.line - a.range.line || b.range.column - a.range.column,
  )) {
    const path = relative(projectFolder, edit.range.file);
    const text = mended[path] ?? '';
    assert.ok(typeof text === 'string');
    mended[path] = applyEdit(text, edit);
  }
  const path = relative(projectFolder, first.fix.edits[0]?.range.file ?? '');
  const text = mended[path];
  assert.match(typeof text === 'string' ? text : '', one.fixed ?? /./);
  assert.equal((await ask(rule, mended, one)).length, count - 1);
}

function applyEdit(text: string, { range, text: replacement }: TextEdit): string {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/gu)].map((end) => end.index + end[0].length)];
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  return (
    text.slice(0, offset(range.line, range.column)) + replacement + text.slice(offset(range.endLine, range.endColumn))
  );
}
