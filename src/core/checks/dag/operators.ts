import { coerce, gte } from 'semver';
import type { PythonNode } from '../../project/python/parsePython.ts';
import { type DagTask, dagOf, pythonOf } from '../../project/python/readDag.ts';
import { bindingsOf } from '../../project/python/scope.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import type { Mark } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { filesInAirflow } from './airflowFiles.ts';

export const taskUnchained: Rule = {
  id: 'dag/task-unchained',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'A task is not in any chain',
  why: 'Airflow starts it at once, in parallel with the first task and before its input exists. An argument such as input_operator does not set an order.',
  remedy: 'Add it to a chain (first >> second), or remove it.',
  *check(project) {
    for (const source of filesInAirflow(project).values()) {
      const { tasks, dags } = dagOf(source);
      if (dags.length === 0) continue;
      const groupOf = (task: DagTask): string => (dags.length === 1 ? '' : dagOfTask(source, task));
      const ordered = new Set(tasks.filter(({ chained }) => chained).map(groupOf));
      for (const task of tasks) {
        const { name, operator, call } = task;
        // A DAG without any order intends its tasks to be independent.
        if (task.chained || !ordered.has(groupOf(task))) continue;
        const { from, to } = call.node.parent?.firstChild ?? call.callee;
        yield {
          message: `${name === undefined ? `This ${operator}` : `The task "${name}"`} is not in any chain.`,
          range: source.rangeOf(from, name === undefined ? call.callee.to : to),
        };
      }
    }
  },
};

/** Identifies a task's DAG within a file: the argument `dag`, or else the surrounding `with` statement. */
function dagOfTask(source: SourceFile, { call }: DagTask): string {
  const given = call.keywords.get('dag')?.value;
  if (given !== undefined) return source.text.slice(given.from, given.to);
  let around = call.node.parent;
  while (around !== null && !(around.name === 'WithStatement' && /\bDAG\s*\(/u.test(headOf(source, around)))) {
    around = around.parent;
  }
  return around === null ? '' : `${around.from}`;
}

function headOf(source: SourceFile, statement: DagTask['call']['node']): string {
  return source.text.slice(statement.from, statement.getChild('Body')?.from ?? statement.to);
}

interface Successor {
  /** The first platform version with the new name. */
  readonly since: string;
  readonly name: string;
  /** Whether it is a drop-in replacement. */
  readonly replaces: 'everywhere' | 'by hand';
}

/** Old names, from the guide for migrating DAGs from Kaapana 0.3 to 0.4. */
const successors: Readonly<Record<string, Successor>> = {
  LocalDeleteFromMetaOperator: { since: '0.4.0', name: 'DeleteFromMetaOperator', replaces: 'everywhere' },
  LocalDeleteFromPacsOperator: { since: '0.4.0', name: 'DeleteFromPacsOperator', replaces: 'everywhere' },
  LocalGetInputDataOperator: { since: '0.4.0', name: 'GetInputOperator', replaces: 'everywhere' },
  LocalGetRefSeriesOperator: { since: '0.4.0', name: 'GetRefSeriesOperator', replaces: 'everywhere' },
  LocalJson2MetaOperator: { since: '0.4.0', name: 'Json2MetaOperator', replaces: 'everywhere' },
  LocalMinioOperator: { since: '0.4.0', name: 'MinioOperator', replaces: 'everywhere' },
  HelperMinio: { since: '0.4.0', name: 'get_minio_client of kaapanapy.helper', replaces: 'by hand' },
  form_data: { since: '0.4.0', name: 'workflow_form', replaces: 'everywhere' },
};

export const deprecatedName: Rule = {
  id: 'dag/deprecated-name',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'A name is from an older version of the platform',
  why: 'The platform that the extension is built for has a replacement. The old operators are not limited to the data of a project, and have been or will be removed.',
  remedy:
    'Use the replacement, and compare its arguments: they may differ. buildVersion in edk.yaml says which platform the extension is built for.',
  *check(project, settings) {
    const target = coerce(settings.buildVersion);
    if (target === null) return;
    const sources = [...filesInAirflow(project).values()];
    const own = new Set(sources.flatMap(definedIn));
    for (const source of sources) {
      const marked = new Set<string>();
      for (const { node, name } of mentions(source)) {
        const successor = Object.hasOwn(successors, name) ? successors[name] : undefined;
        // Report each name once: the fix changes every place.
        if (successor === undefined || !gte(target, successor.since) || own.has(name) || marked.has(name)) continue;
        marked.add(name);
        yield mark(source, { node, name, successor });
      }
    }
  },
};

/** Names that a file defines itself: they are not the platform's. */
function definedIn(source: SourceFile): string[] {
  const python = pythonOf(source);
  return [...bindingsOf(python, python.root)].flatMap(([name, { kind }]) => (kind === 'definition' ? name : []));
}

function mark(
  source: SourceFile,
  { node, name, successor }: { readonly node: PythonNode; readonly name: string; readonly successor: Successor },
): Mark {
  const edits = [...mentions(source)]
    .filter((mention) => mention.name === name)
    .map((mention) => ({ range: rangeOf(source, mention), text: successor.name }));
  return {
    message: `${name} was replaced by ${successor.name} in Kaapana ${successor.since.replace(/\.0$/u, '')}.`,
    range: rangeOf(source, { node, name }),
    fix: successor.replaces === 'by hand' ? undefined : { title: `Change to ${successor.name}`, edits },
  };
}

interface Mention {
  readonly node: PythonNode;
  readonly name: string;
}

function rangeOf(source: SourceFile, { node, name }: Mention) {
  const from = node.from + (source.text.slice(node.from, node.to).startsWith(name) ? 0 : 1);
  return source.rangeOf(from, from + name.length);
}

/** Names in use, and keys in brackets: `conf["form_data"]`. */
function* mentions(source: SourceFile): Iterable<Mention> {
  const python = pythonOf(source);
  const cursor = python.root.cursor();
  do {
    if (cursor.name === 'VariableName' || cursor.name === 'PropertyName') {
      const name = python.text.slice(cursor.from, cursor.to);
      if (name !== 'form_data') yield { node: cursor.node, name };
    } else if (cursor.name === 'String' && cursor.node.parent?.name === 'MemberExpression') {
      const name = python.text.slice(cursor.from + 1, cursor.to - 1);
      if (name === 'form_data') yield { node: cursor.node, name };
    }
  } while (cursor.next());
}
