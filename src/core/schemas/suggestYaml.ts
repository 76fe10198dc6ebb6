import { z } from 'zod';

/** Where in a YAML file somebody types: found by indentation, since a file that is being typed seldom parses. */
interface YamlCursor {
  /** Keys from the top to the map or list that is typed in; `[]` for an item of a list. */
  readonly path: readonly string[];
  /** The key whose value is typed; undefined where a key or an item is typed. */
  readonly key: string | undefined;
  /** Keys beside the cursor in the same map, with what stands behind them on their line. */
  readonly siblings: ReadonlyMap<string, string>;
  /** What has been typed of the word, and at which column it begins; from 0. */
  readonly typed: string;
  readonly start: number;
}

const listItem = '[]';

interface Line {
  /** Column of the dash that begins an item. */
  readonly dash: number | undefined;
  /** Column of the content. */
  readonly indent: number;
  readonly key: string | undefined;
  readonly value: string;
}

/** No file that people type in has more lines. */
const mostLines = 20_000;

/** @param line @param column both from 0. */
function findYamlCursor(text: string, line: number, column: number): YamlCursor | undefined {
  const lines = text.split(/\r\n|\r|\n/u, mostLines);
  const written = lines[line];
  if (written === undefined) return undefined;
  const before = written.slice(0, column);
  // In a comment, or behind text in quotes that is finished.
  if (/(?:^|\s)#/u.test(before)) return undefined;
  const current = readLine(before);
  const typed = current.key === undefined ? before.slice(current.indent) : current.value;
  const above = lines.slice(0, line).map(readLine);
  const { path, level } = findPath(current, above);
  return {
    path,
    key: current.key,
    // What stands above a dash belongs to another item.
    siblings: siblingsAt(current.dash === undefined ? above : [], lines.slice(line + 1).map(readLine), level),
    typed,
    start: before.length - typed.length,
  };
}

function readLine(text: string): Line {
  const parts = /^(\s*)(-(?:\s+|$))?(?:(["']?)([^\s"'#:][^"':]*)\3\s*:(?=\s|$)\s*)?(.*)$/u.exec(text);
  const [, blanks = '', bullet = '', , key, value = ''] = parts ?? [];
  const indent = blanks.length + bullet.length;
  if (value.trimStart().startsWith('#') && key === undefined)
    return { dash: undefined, indent: Infinity, key: undefined, value: '' };
  return { dash: bullet === '' ? undefined : blanks.length, indent, key, value };
}

/** The keys around the current line, and the column of the map's keys that it belongs to. */
function findPath(current: Line, above: readonly Line[]): { path: string[]; level: number } {
  const climb = { path: [] as string[], level: current.indent, inList: false };
  const enterItem = (dash: number): void => {
    climb.path.unshift(listItem);
    climb.level = dash;
    climb.inList = true;
  };
  if (current.dash !== undefined) enterItem(current.dash);
  for (const line of above.toReversed()) {
    if (climb.level === 0 && !climb.inList) break;
    if (line.key === undefined && line.dash === undefined) continue;
    const { level, inList } = climb;
    const isOuter = line.indent < level || (inList && line.indent === level && line.dash === undefined);
    if (isOuter && line.key !== undefined && line.value.trim() === '') {
      climb.path.unshift(line.key);
      climb.level = line.indent;
      climb.inList = false;
    } else if (inList || line.indent !== level) continue;
    if (line.dash !== undefined) enterItem(line.dash);
  }
  return { path: climb.path, level: current.indent };
}

function siblingsAt(above: readonly Line[], below: readonly Line[], level: number): Map<string, string> {
  const siblings = new Map<string, string>();
  const walk = (lines: readonly Line[], direction: 'up' | 'down'): void => {
    for (const line of lines) {
      if (line.key === undefined && line.dash === undefined) continue;
      if (line.indent < level || (direction === 'down' && line.dash !== undefined && line.indent === level)) return;
      if (line.indent === level && line.key !== undefined) siblings.set(line.key, line.value.trim());
      if (line.indent === level && line.dash !== undefined) return;
    }
  };
  walk(above.toReversed(), 'up');
  walk(below, 'down');
  return siblings;
}

/** The part of JSON schema that our own schemas are written in. */
export interface JsonSchema {
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly additionalProperties?: JsonSchema | boolean | undefined;
  readonly items?: JsonSchema | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly enumDescriptions?: readonly string[] | undefined;
  readonly const?: unknown;
}

export const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    additionalProperties: z.union([jsonSchema, z.boolean()]).optional(),
    items: jsonSchema.optional(),
    anyOf: z.array(jsonSchema).optional(),
    oneOf: z.array(jsonSchema).optional(),
    enum: z.array(z.unknown()).optional(),
    enumDescriptions: z.array(z.string()).optional(),
    const: z.unknown().optional(),
  }),
);

export interface YamlSuggestion {
  readonly label: string;
  readonly kind: 'key' | 'value';
  readonly description: string | undefined;
  /** What takes the place of what was typed; the cursor goes to its end. */
  readonly text: string;
}

/** What may be typed at a place of a YAML file. @param line @param column both from 0. */
export function suggestYaml(
  schema: JsonSchema,
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): { readonly start: number; readonly suggestions: readonly YamlSuggestion[] } {
  const cursor = findYamlCursor(text, line, column);
  if (cursor === undefined) return { start: column, suggestions: [] };
  const here = cursor.path.reduce<readonly JsonSchema[]>(
    (schemas, key) => schemas.flatMap((one) => step(one, key)),
    [schema],
  );
  const fitting = here.flatMap(alternatives).filter((one) => fits(one, cursor));
  const { key } = cursor;
  const found =
    key === undefined
      ? [...keysOf(fitting, cursor), ...fitting.flatMap(valuesOf)]
      : fitting.flatMap((one) => step(one, key)).flatMap(valuesOf);
  return { start: cursor.start, suggestions: [...new Map(found.map((one) => [one.label, one])).values()] };
}

/** A schema and all that it may be in its place. */
function alternatives(schema: JsonSchema): JsonSchema[] {
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(alternatives)];
}

function step(schema: JsonSchema, key: string): JsonSchema[] {
  return alternatives(schema).flatMap((one) => {
    if (key === listItem) return one.items ?? [];
    const { additionalProperties: others } = one;
    return one.properties?.[key] ?? (typeof others === 'object' ? others : []);
  });
}

/** Whether the keys beside the cursor leave this alternative possible: `type: doc` rules out a list. */
function fits({ properties }: JsonSchema, { siblings, key }: YamlCursor): boolean {
  return Object.entries(properties ?? {}).every(([name, schema]) => {
    const written = siblings.get(name);
    const allowed = schema.const === undefined ? schema.enum : [schema.const];
    return name === key || written === undefined || allowed === undefined || allowed.map(String).includes(written);
  });
}

function keysOf(schemas: readonly JsonSchema[], { siblings }: YamlCursor): YamlSuggestion[] {
  return schemas
    .flatMap(({ properties }) => Object.entries(properties ?? {}))
    .filter(([name]) => !siblings.has(name))
    .map(([name, schema]) => ({
      label: name,
      kind: 'key',
      description: descriptionOf(schema),
      text: `${name}:${opening(schema)}`,
    }));
}

function opening(schema: JsonSchema): string {
  const types = alternatives(schema).flatMap(({ type }) => type ?? []);
  return types.includes('object') || types.includes('array') ? '' : ' ';
}

function valuesOf(schema: JsonSchema): YamlSuggestion[] {
  return alternatives(schema).flatMap((one): YamlSuggestion[] => {
    const values = one.const === undefined ? (one.enum ?? (one.type === 'boolean' ? [true, false] : [])) : [one.const];
    return values.map((value, index) => ({
      label: String(value),
      kind: 'value',
      description: one.enumDescriptions?.[index] ?? one.description,
      text: String(value),
    }));
  });
}

function descriptionOf(schema: JsonSchema): string | undefined {
  return alternatives(schema).find(({ description }) => description !== undefined)?.description;
}
