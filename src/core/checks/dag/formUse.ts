import { isBelow } from '../../project/projectFiles.ts';
import type { Project } from '../../project/project.ts';
import { findImageArguments } from '../../project/python/findImageArguments.ts';
import { findImports } from '../../project/python/findImports.ts';
import { valueAt } from '../../project/python/pythonValue.ts';
import { pythonOf } from '../../project/python/readDag.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { hasForeignOperators } from '../operator/variables.ts';
import type { Rule } from '../rule.ts';
import { dagsOf } from './airflowFiles.ts';
import { findAnywhere, isKnownModule } from './modules.ts';

/** Properties read by the platform itself and by its operators listed below. */
const readByPlatform = new Set(
  `single_execution workflow_name delete_complete_study input zip_files bucket_name minio_prefix action_files
whitelisted_file_extensions threads`.split(/\s+/u),
);

/** Platform operators whose containers are known to read nothing else. */
const quietOperators =
  /^kaapana\.operators\.(?:Kaapana\w*Operator|GetInputOperator|LocalGetInputDataOperator|LocalWorkflowCleanerOperator|MinioOperator|DcmSendOperator|DcmConverterOperator)$/u;

/** Code that is not analysed here. */
const otherCode = /\.(?:r|R|m|jl|js|mjs|ts|c|cc|cpp|cs|go|java|lua|pl|rb|rs|scala|ipynb|cfg|ini|toml|j2|jinja2?)$/u;

/** Reads of variables or of the form whose names are known only at run time. */
const readsAny =
  /\benviron\b(?!\s*(?:\[\s*[rRfF]?["']|\.(?:get|pop|setdefault)\(\s*["']))|\bgetenv\(\s*[^"'\s]|\bload_workflow_config\b|\bconf\.json\b/u;
const wholeForm = /["']workflow_form["'](?!\s*:)(?!\s*\]\s*(?:\[\s*["']|\.get\(\s*["']))/u;

export const formPropertyUnread: Rule = {
  id: 'dag/form-property-unread',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'A form property is not used',
  why: 'Filling in the field has no effect. Often, the container reads the variable under another name: a property arrives in upper case.',
  remedy:
    'Read the environment variable with that name in upper case in the container, fix the name, or remove the property.',
  *check(project) {
    const finder = findAnywhere(project.dagFiles);
    const isOwn = (source: SourceFile): boolean =>
      findImports(pythonOf(source)).every((one) => isKnownModule(one.module) || finder(source.path, one) !== undefined);
    // What other operators read is unknown here.
    const unseen = [...project.dagFiles.values()].some((source) => !isOwn(source) || runsOthers(project, source));
    if (unseen || !project.filesComplete || hasForeignOperators(project) || readsUnseen(project)) return;
    for (const { source, dag } of dagsOf(project)) {
      const form = dag.forms === undefined ? undefined : valueAt(dag.forms, 'workflow_form');
      const properties = form?.kind === 'dict' ? valueAt(form, 'properties') : undefined;
      if (form === undefined || properties?.kind !== 'dict') continue;
      const readers = readersOf(project, source, form);
      for (const { key } of properties.entries) {
        if (key.kind !== 'text' || readByPlatform.has(key.text)) continue;
        const variable = key.text.toUpperCase();
        if (readers.some((reads) => reads(key.text) || reads(variable))) continue;
        yield {
          message: `Nothing in this project reads "${key.text}" or the environment variable ${variable}.`,
          range: source.rangeOf(key.from, key.to),
        };
      }
    }
  },
};

/** Whether an operator in this file runs something outside this project: an image or a chart of the platform. */
function runsOthers({ images }: Project, source: SourceFile): boolean {
  const python = pythonOf(source);
  if (source.text.includes('launch_application_chart')) return true;
  if (findImports(python).some(({ module }) => /^kaapana\.operators\b/u.test(module) && !quietOperators.test(module))) {
    return true;
  }
  return findImageArguments(python).some(({ parts }) => {
    const text = (parts ?? []).map((part) => ('text' in part ? part.text : part.variable)).join('');
    const name = /([^/:]+)(?::[^/]*)?$/u.exec(text)?.[1];
    return !images.some((image) => image.name === name);
  });
}

function readsUnseen({ files, texts, images }: Project): boolean {
  const isIn = (path: string): boolean => images.some(({ contextPath }) => isBelow(path, contextPath));
  if ([...files.keys()].some((path) => otherCode.test(path) && isIn(path))) return true;
  return [...texts.values()].some(
    ({ path, text }) =>
      path.endsWith('.py') &&
      (wholeForm.test(text) || readsAny.test(text.replaceAll(/^\s*(?:from|import)\s.*$/gmu, ''))),
  );
}

type Reads = (name: string) => boolean;

/** Every file of the project that may read the form, without the form itself, fastest to parse first. */
function readersOf(
  { texts }: Project,
  dagFile: SourceFile,
  form: { readonly from: number; readonly to: number },
): Reads[] {
  const others = [...texts.values()]
    .filter((source) => source !== dagFile && !/\.(?:ya?ml|tpl)$/u.test(source.path))
    .sort((a, b) => a.text.length - b.text.length);
  return [readerOf(dagFile, form), ...others.map((source) => readerOf(source))];
}

/** A file that does not contain the letters does not contain the word, so it is not parsed. */
function readerOf(source: SourceFile, except?: { readonly from: number; readonly to: number }): Reads {
  let words: ReadonlySet<string> | undefined;
  return (name) => source.text.includes(name) && (words ??= wordsOf(source, except)).has(name);
}

/**
 * The names and the words in strings of a Python file, or all words of another text, except between the given offsets.
 */
function wordsOf(source: SourceFile, except?: { readonly from: number; readonly to: number }): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (text: string): void => {
    for (const [word] of text.matchAll(/\w+/gu)) words.add(word);
  };
  const python = source.path.endsWith('.py') ? pythonOf(source) : undefined;
  if (python === undefined || python.unread !== undefined) {
    add(source.text);
    return words;
  }
  python.root.cursor().iterate((cursor) => {
    if (except !== undefined && cursor.from >= except.from && cursor.to <= except.to) return false;
    const isWord = ['VariableName', 'PropertyName', 'String', 'FormatString'].includes(cursor.name);
    if (isWord) add(source.text.slice(cursor.from, cursor.to));
    return !isWord;
  });
  return words;
}
