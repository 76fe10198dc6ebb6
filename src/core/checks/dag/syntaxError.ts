import type { PythonVerdict } from '../facts.ts';
import type { Mark } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { likelyError } from '../../project/python/likelyError.ts';
import type { Project } from '../../project/project.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { contextFiles } from '../image/contextFiles.ts';

export const syntaxError: Rule = {
  id: 'dag/syntax-error',
  needs: 'python',
  severity: 'error',
  title: 'A Python file has a syntax error',
  why: 'Python cannot load the file. Airflow does not list its workflows, and a container that runs it fails.',
  remedy: 'Correct the line. "python3 -m py_compile <file>" shows the same error.',
  *check(project, verdicts) {
    const inImages = pathsInImages(project);
    const templates = new Set(project.charts.flatMap((chart) => chart.templates));
    for (const source of project.texts.values()) {
      if (!source.path.endsWith('.py') || templates.has(source)) continue;
      const mark = markOf(source, verdicts.get(source.path) ?? 'unknown', project);
      if (mark !== undefined) yield inImages.has(source.path) ? mark : { ...mark, severity: 'warning' };
    }
  },
};

/** What no image takes stops no deployment. */
function pathsInImages(project: Project): ReadonlySet<string> {
  const files = project.images.flatMap((image) => contextFiles(project, image));
  return new Set(files.filter(({ ignored }) => !ignored).map(({ path }) => path));
}

function markOf(source: SourceFile, verdict: PythonVerdict, { dagFiles }: Project): Mark | undefined {
  if (verdict === 'compiles') return undefined;
  if (verdict !== 'unknown') {
    const { message, line, column } = verdict;
    return {
      message: `Syntax error: ${message}.`,
      range: source.rangeFrom({ line, column: inUnits(source, line, column) }),
    };
  }
  const python = pythonOf(source);
  if (python.unread !== undefined) {
    if (!dagFiles.has(source.path)) return undefined;
    return { message: `This file ${python.unread}.`, range: source.rangeFrom(), severity: 'warning' };
  }
  const place = likelyError(python);
  if (place === undefined) return undefined;
  const message = 'This looks like a syntax error. Install python3 (3.10 or newer) to be certain.';
  return { message, range: source.rangeFrom(place), severity: 'warning' };
}

/** A column in UTF-16 units, of one in code points. */
function inUnits(source: SourceFile, line: number, column: number): number {
  const { text } = source.line(line);
  const before = Array.from(text)
    .slice(0, Math.max(0, column - 1))
    .join('');
  return before.length + 1;
}
