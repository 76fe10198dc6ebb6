import { isMap } from '../../yaml/isMap.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** The content of a YAML file as a map; empty when it is anything else. */
export function fieldsOf(source: SourceFile | undefined): Readonly<Record<string, unknown>> {
  const content = source?.yaml?.value;
  return isMap(content) ? content : {};
}

/** A map inside a map; empty when there is none. */
export function mapIn(fields: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const content = fields[key];
  return isMap(content) ? content : {};
}
