import { readFile } from 'node:fs/promises';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { EdkError, type SourcePlace } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';

const text = z.string().min(1);
const questionId = z.string().regex(/^[a-z][a-zA-Z]*$/, 'must be letters and start with a lower-case one');
const filePath = z
  .string()
  .refine(
    (path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..'),
    'must be inside the template',
  );

const nameQuestion = z.strictObject({ id: z.literal('name'), prompt: text, kind: z.literal('name') });
const textQuestion = z.strictObject({
  id: questionId,
  prompt: text,
  kind: z.literal('text'),
  /** Without one: the title is made from the name, the description is the template's. */
  default: text.optional(),
});
const choiceQuestion = z.strictObject({
  id: questionId,
  prompt: text,
  kind: z.literal('choice'),
  choices: z.array(z.strictObject({ value: text, label: text })).min(2),
  default: text,
});

const listItem = z.strictObject({ path: z.array(text).min(1), item: text });

/** What an answer changes, apart from the identity words. `file` and texts are those of the template. */
const effect = z
  .strictObject({
    when: z.strictObject({ question: questionId, is: text }),
    file: filePath,
    /** Adds to a list in a YAML file, unless it is there. */
    addToList: listItem.optional(),
    /** Takes out of a list in a YAML file, if it is there. */
    removeFromList: listItem.optional(),
    /** Replaces a text wherever it stands. */
    replaceText: z.strictObject({ from: text, to: text }).optional(),
  })
  .refine(
    (one) => [one.addToList, one.removeFromList, one.replaceText].filter((action) => action !== undefined).length === 1,
    'must have one of addToList, removeFromList and replaceText',
  );

/** `template.yaml` in a template's folder. */
const templateManifest = z.strictObject({
  kind: z.enum(['workflow', 'application']),
  title: text,
  description: text,
  /** The words that the template goes by; they are replaced in file names and contents. */
  identity: z.strictObject({
    kebab: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be in kebab-case'),
    snake: z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'must be in snake_case'),
    pascal: z.string().regex(/^([A-Z][a-z0-9]*)+$/, 'must be in PascalCase'),
    title: text,
    description: text,
  }),
  questions: z.array(z.discriminatedUnion('kind', [nameQuestion, textQuestion, choiceQuestion])),
  effects: z.array(effect).default([]),
  /** The file that one edits first. */
  openFirst: filePath,
});

export type TemplateManifest = z.infer<typeof templateManifest>;
export type Question = TemplateManifest['questions'][number];
export type Effect = TemplateManifest['effects'][number];

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
        remedy: 'Pass the folder of a template, which has a template.yaml.',
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
      yield { path: [...path, 'id'], message: `"${question.id}" is used twice` };
    }
    if (question.kind === 'choice' && !question.choices.some(({ value }) => value === question.default)) {
      yield { path: [...path, 'default'], message: `"${question.default}" is not one of the choices` };
    }
    if (question.kind === 'text' && question.default === undefined && !hasOwnDefault(question.id)) {
      yield { path, message: 'needs a default' };
    }
  }
  for (const [index, { when }] of effects.entries()) {
    const question = questions.find(({ id }) => id === when.question);
    if (question?.kind !== 'choice' || !question.choices.some(({ value }) => value === when.is)) {
      yield {
        path: ['effects', String(index), 'when'],
        message: `no question has the answer ${when.question} = "${when.is}"`,
      };
    }
  }
}

const hasOwnDefault = (id: string) => id === 'title' || id === 'description';

const invalid = (message: string, place: SourcePlace) => new EdkError('template.invalid', message, { place });
