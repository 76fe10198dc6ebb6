import { z } from 'zod';
import { EdkError } from '../core/errors/edkError.ts';
import type { FormAnswers } from '../core/runs/forms.ts';
import { readStrictYamlFile } from '../core/yaml/yamlFile.ts';

const valueSchema = z.json();
const answersSchema = z.record(z.string(), valueSchema);
const formsSchema = z.record(z.string(), answersSchema);

/**
 * The answers of a file: those of the workflow form, or by form (`workflow_form: {...}`, `data_form: {...}`).
 *
 * @throws EdkError `usage` for a missing file, `yaml.invalid`, `parameter.invalid`.
 */
export async function readFormFile(file: string | undefined): Promise<FormAnswers> {
  if (file === undefined) return {};
  const yaml = await readStrictYamlFile(file);
  if (yaml === undefined) throw new EdkError('usage', `${file} does not exist.`);
  const value = yaml.value ?? {};
  const byForm = formsSchema.safeParse(value);
  const names = byForm.success ? Object.keys(byForm.data) : [];
  if (byForm.success && names.length > 0 && names.every((name) => name.endsWith('_form'))) return byForm.data;
  const plain = answersSchema.safeParse(value);
  if (plain.success) return { workflow_form: plain.data };
  throw new EdkError('parameter.invalid', `${file} does not have the values of a form.`, {
    place: { file },
    remedy: 'Write one "name: value" per field.',
  });
}
