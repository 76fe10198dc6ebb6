import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { ParameterValue } from '../shared/parameters/parameter.ts';
import { EdkError } from '../core/errors/edkError.ts';
import { readStrictYamlFile } from '../core/yaml/readYamlFile.ts';

const parametersSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]).transform(String))]),
);

/** @throws EdkError `usage` for a missing file, `yaml.invalid`, `parameter.invalid`. */
export async function readParameterFile(
  file: string | undefined,
  afterwards: 'keep' | 'remove',
): Promise<Readonly<Record<string, ParameterValue>>> {
  if (file === undefined) return {};
  const yaml = await readStrictYamlFile(file);
  if (afterwards === 'remove') await rm(file, { force: true });
  if (yaml === undefined) throw new EdkError('usage', `${file} does not exist.`);
  const parameters = parametersSchema.safeParse(yaml.value ?? {});
  if (parameters.success) return parameters.data;
  const path = parameters.error.issues[0]?.path.filter((part) => typeof part !== 'symbol') ?? [];
  throw new EdkError(
    'parameter.invalid',
    `${file}: ${path.join('.')} must be a string, a number, a boolean or a list.`,
    {
      place: yaml.placeOf(path),
      remedy: 'Write one "key: value" per parameter.',
    },
  );
}
