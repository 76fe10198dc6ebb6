import { Ajv, type ErrorObject } from 'ajv';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { nearest } from '../text/nearest.ts';
import { parseJson } from '../text/parseJson.ts';
import type { JsonValue } from './contract/pythonText.ts';

type JsonObject = Readonly<Record<string, JsonValue>>;

/** Answers by form: `workflow_form`, `data_form`, ... */
export type FormAnswers = Readonly<Record<string, JsonObject>>;

export interface FormRequest {
  /** `ui_forms` of the DAG; undefined where no DAG is known, and then every answer counts. */
  readonly forms: Readonly<Record<string, unknown>> | undefined;
  readonly answers: FormAnswers;
  /** `name=value` of the workflow form, as typed. */
  readonly assignments: readonly string[];
}

const workflowForm = 'workflow_form';
/** Shown to people and never sent, or filled by the platform itself. */
const unsent = ['documentation_form', 'data_form'];

/**
 * What a run is started with: the person's answers over the defaults of the DAG's forms, as the platform's page fills
 * them.
 *
 * @throws EdkError `parameter.invalid` for what the DAG's own schema refuses.
 */
export function fillForms({ forms, answers, assignments }: FormRequest): FormAnswers {
  const schemas = forms ?? {};
  const names = new Set([...Object.keys(schemas), ...Object.keys(answers), workflowForm]);
  const filled: Record<string, JsonObject> = {};
  for (const name of names) {
    const schema = asObject(schemas[name]);
    const assigned = name === workflowForm ? readAssignments(assignments, schema) : {};
    const values = { ...defaultsOf(schema), ...answers[name], ...assigned };
    if (schema !== undefined && forms !== undefined && !unsent.includes(name)) {
      requireKnown(name, { schema, values: { ...answers[name], ...assigned } });
      requireValid(name, schema, values);
    }
    if (unsent.includes(name) && Object.keys(values).length === 0) continue;
    filled[name] = Object.fromEntries(Object.entries(values).map(([key, value]) => [key.replace(/#\d+$/, ''), value]));
  }
  return filled;
}

/** Defaults and constants of the properties, as the page's form library fills them. */
function defaultsOf(schema: JsonObject | undefined): JsonObject {
  const filled: Record<string, JsonValue> = {};
  for (const [key, property] of Object.entries(propertiesOf(schema))) {
    const value = property['const'] ?? property['default'];
    if (value !== undefined) filled[key] = value;
    else if (property['type'] === 'object') filled[key] = defaultsOf(property);
  }
  return filled;
}

function propertiesOf(schema: JsonObject | undefined): Record<string, JsonObject> {
  const properties = asObject(schema?.['properties']) ?? {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => {
      const property = asObject(value);
      return property === undefined ? [] : [[key, property]];
    }),
  );
}

function readAssignments(assignments: readonly string[], schema: JsonObject | undefined): JsonObject {
  const properties = propertiesOf(schema);
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [, name, text] = /^([^=]+)=(.*)$/su.exec(assignment) ?? [];
      if (name === undefined || text === undefined) {
        throw new EdkError('usage', `--set "${assignment}" is not name=value.`);
      }
      return [name, readTyped(text, properties[name]?.['type'])];
    }),
  );
}

/** Typed text as the property's type has it; without a type, as JSON where it is a number, a truth value or a list. */
function readTyped(text: string, type: JsonValue | undefined): JsonValue {
  if (type === 'string') return text;
  const parsed = parseJson(text, z.custom<JsonValue>());
  if (type === 'array')
    return parsed !== undefined && isList(parsed) ? parsed : text.split(',').map((part) => part.trim());
  if (parsed !== undefined && typeof parsed !== 'string') return parsed;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

function requireKnown(form: string, { schema, values }: { schema: JsonObject; values: JsonObject }): void {
  const known = Object.keys(propertiesOf(schema));
  // Alternatives have properties of their own.
  if (['oneOf', 'anyOf', 'allOf', 'dependencies', 'if'].some((word) => word in schema)) return;
  const unknown = Object.keys(values).find(
    (key) => !known.includes(key) && !known.some((one) => one.startsWith(`${key}#`)),
  );
  if (unknown === undefined) return;
  const near = nearest(unknown, known)[0];
  const hint = near === undefined ? `It has ${known.join(', ') || 'no fields'}.` : `Did you mean "${near}"?`;
  throw new EdkError('parameter.invalid', `The form (${form}) has no field "${unknown}". ${hint}`, {
    remedy: "Use the names of the properties in the DAG's ui_forms.",
  });
}

/** @throws EdkError `parameter.invalid` naming every field that the schema refuses. */
function requireValid(form: string, schema: JsonObject, values: JsonObject): void {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, validateSchema: false, logger: false });
  let validate;
  try {
    validate = ajv.compile(withListedRequired(schema));
  } catch (cause) {
    throw new EdkError('parameter.invalid', `The ${form} of the DAG is not a JSON schema.`, {
      detail: cause instanceof Error ? cause.message : undefined,
      cause,
    });
  }
  if (validate(values)) return;
  const problems = (validate.errors ?? []).map(describeProblem);
  throw new EdkError('parameter.invalid', `The form cannot be sent: ${problems[0] ?? 'it is not valid'}.`, {
    detail: problems.slice(1).join('\n') || undefined,
    remedy: 'Set the value with --set name=value or in the file given with --form.',
  });
}

function describeProblem({ instancePath, keyword, params, message }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const allowed = keyword === 'enum' && 'allowedValues' in params ? `: ${JSON.stringify(params['allowedValues'])}` : '';
  return `${path === '' ? 'it' : `"${path}"`} ${message ?? 'is not valid'}${allowed}`;
}

/** The platform's forms say `required: True` inside a property, where a schema lists the names beside them. */
function withListedRequired(schema: JsonObject): Record<string, unknown> {
  const properties = propertiesOf(schema);
  const inside = Object.entries(properties).filter(([, property]) => property['required'] === true);
  const { required } = schema;
  const listed = required !== undefined && isList(required) ? required : [];
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, withListedRequired(one)])),
    required: [...listed, ...inside.map(([key]) => key)],
    // An empty list of alternatives is filled by the platform.
    ...(Array.isArray(schema['oneOf']) && schema['oneOf'].length === 0 ? { oneOf: undefined } : {}),
  };
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
