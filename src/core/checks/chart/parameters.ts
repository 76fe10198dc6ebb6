import { isMap } from '../../yaml/isMap.ts';
import type { ProjectChart } from '../../project/project.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import type { YamlPath } from '../../yaml/parseYaml.ts';
import { fieldsOf } from './fieldsOf.ts';

/** One entry of extension_params as it is written. */
export interface WrittenParameter {
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Undefined when it is no text. */
  readonly type: string | undefined;
  readonly values: SourceFile;
  readonly path: YamlPath;
}

/** The entries that are maps. */
export function parametersOf({ values }: ProjectChart): WrittenParameter[] {
  const parameters = fieldsOf(values)['extension_params'];
  if (values === undefined || !isMap(parameters)) return [];
  return Object.entries(parameters).flatMap(([key, fields]): WrittenParameter[] => {
    if (!isMap(fields)) return [];
    const { type } = fields;
    return [
      { key, fields, type: typeof type === 'string' ? type : undefined, values, path: ['extension_params', key] },
    ];
  });
}

/** Those that ask for something; documents and headings do not. */
export function inputsOf(chart: ProjectChart): WrittenParameter[] {
  return parametersOf(chart).filter(({ type }) => type !== 'doc' && type !== 'group_name');
}
