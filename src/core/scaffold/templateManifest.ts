import { z } from 'zod';

const text = z.string().min(1);
const questionId = z.string().regex(/^[a-z][a-zA-Z]*$/, 'must be letters, the first one small');
const filePath = z
  .string()
  .refine(
    (path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..'),
    'must lie in the template',
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
export const templateManifest = z.strictObject({
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
