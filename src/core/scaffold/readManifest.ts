import { readFile } from 'node:fs/promises';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { EdkError, type SourcePlace } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { templateManifest, type TemplateManifest } from './templateManifest.ts';

export const manifestName = 'template.yaml';

/** @throws EdkError `template.invalid` with the place in the manifest. */
export async function readManifest(file: string): Promise<TemplateManifest> {
  return parseManifest(file, await readText(file));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new EdkError('template.invalid', `${file} is missing.`, {
        remedy: 'Name the folder of a template; it has a file template.yaml.',
        cause: error,
      });
    }
    throw explainFileError(error, file);
  }
}

export function parseManifest(file: string, text: string): TemplateManifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): SourcePlace => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) throw invalid(syntaxError.message, placeOf(syntaxError.pos[0]));
  const parsed = templateManifest.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String) ?? [];
    throw invalid(`"${path.join('.')}": ${issue?.message ?? ''}`, placeOf(offsetOf(document, path)));
  }
  for (const fault of faultsOf(parsed.data)) {
    throw invalid(`"${fault.path.join('.')}": ${fault.message}`, placeOf(offsetOf(document, fault.path)));
  }
  return parsed.data;
}

/** The offset of the node at the path, or of the nearest one above it. */
function offsetOf(document: Document, path: readonly string[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What the schema cannot say: whether the parts fit each other. */
function* faultsOf(manifest: TemplateManifest): Generator<Fault> {
  const { questions, effects } = manifest;
  if (!questions.some((question) => question.id === 'name')) {
    yield { path: ['questions'], message: 'needs a question "name" of kind "name"' };
  }
  for (const [index, question] of questions.entries()) {
    const path = ['questions', String(index)];
    if (questions.findIndex((other) => other.id === question.id) !== index) {
      yield { path: [...path, 'id'], message: `"${question.id}" is there twice` };
    }
    if (question.kind === 'choice' && !question.choices.some(({ value }) => value === question.default)) {
      yield { path: [...path, 'default'], message: `"${question.default}" is none of the choices` };
    }
    if (question.kind === 'text' && question.default === undefined && !hasOwnDefault(question.id)) {
      yield { path, message: 'needs a default' };
    }
  }
  for (const [index, { when }] of effects.entries()) {
    const question = questions.find(({ id }) => id === when.question);
    if (question?.kind !== 'choice' || !question.choices.some(({ value }) => value === when.is)) {
      yield { path: ['effects', String(index), 'when'], message: `no question gives ${when.question} = "${when.is}"` };
    }
  }
}

const hasOwnDefault = (id: string) => id === 'title' || id === 'description';

const invalid = (message: string, place: SourcePlace) => new EdkError('template.invalid', message, { place });
