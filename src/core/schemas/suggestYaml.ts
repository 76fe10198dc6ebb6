import { z } from 'zod';
import { findYamlCursor, listItem, type YamlCursor } from './yamlCursor.ts';

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
