import { formInvalid } from '../../../../../src/core/checks/dag/forms.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

/** A DAG whose form has these properties, which stand in the third line. */
function form(properties: string): Record<string, string> {
  return {
    [path]: `form = {"type": "object", "properties": {\n\n${properties}\n}}\nDAG("liver", default_args={"ui_forms": {"workflow_form": form}})\n`,
  };
}

testRule(formInvalid, {
  bad: [
    {
      title: 'an enum without a type',
      files: form('"a": {"enum": ["x"]}'),
      at: [`${path}:3`],
      says: /"a" has an enum but no type/,
    },
    { title: 'no type', files: form('"a": {"title": "A"}'), at: [`${path}:3`] },
    {
      title: 'a type that there is not',
      files: form('"a": {"type": "int"}'),
      at: [`${path}:3:15`],
      says: /valid values are string, number/,
    },
    { title: 'an array without items', files: form('"a": {"type": "array"}'), at: [`${path}:3`] },
    {
      title: 'an enum without a type in items',
      files: form('"a": {"type": "array", "items": {"enum": ["x"]}}'),
      at: [`${path}:3`],
    },
    { title: 'an empty enum', files: form('"a": {"type": "string", "enum": []}'), at: [`${path}:3`] },
    {
      title: 'a default that is no choice',
      files: form('"a": {"type": "string", "enum": ["x"], "default": "y"}'),
      at: [`${path}:3`],
    },
    {
      title: 'a default in a list that is no choice',
      files: form('"a": {"type": "array", "items": {"type": "string", "enum": ["x"]}, "default": ["x", "y"]}'),
      at: [`${path}:3`],
    },
    {
      title: 'a default of another type',
      files: form('"a": {"type": "number", "default": "1"}'),
      at: [`${path}:3`],
      says: /is not of type number/,
    },
    {
      title: 'a default outside its limits',
      files: form('"a": {"type": "integer", "default": 0, "minimum": 1}'),
      at: [`${path}:3`],
    },
    {
      title: 'limits that exclude everything',
      files: form('"a": {"type": "integer", "minimum": 2, "maximum": 1}'),
      at: [`${path}:3`],
    },
    {
      title: 'a name that no shell can read',
      files: form('"bin-width": {"type": "number"}'),
      at: [`${path}:3:1`],
      says: /a shell cannot read/,
    },
    { title: 'a name that is no variable', files: form('"a=b": {"type": "number"}'), at: [`${path}:3:1`] },
    {
      title: 'a form that is no object',
      files: { [path]: 'DAG("liver", default_args={"ui_forms": {"workflow_form": {"type": "array"}}})\n' },
      at: [`${path}:1`],
    },
  ],
  good: [
    ...(
      [
        ['external schemas as text', '"external_schemas": "remote-dag"'],
        ['external schemas through a name', '"external_schemas": remote'],
        ['external schemas as a list', '"external_schemas": ["remote-dag"]'],
        [
          'an empty form and a page of the documentation',
          '"data_form": {}, "documentation_form": {"path": "/guide/x.html"}',
        ],
        ['a form that is taken away', '"data_form": None'],
        [
          'a choice of installed models',
          '"workflow_form": {"type": "object", "oneOf": [], "properties-template": {"task_ids": {}}, "models": True}',
        ],
        ['a tree of files', '"backend_form": {"backend-route": "/files", "include-dataset": True}'],
        [
          'data sets that the platform fills in',
          '"data_form": {"properties": {"dataset-name": {"oneOf": [], "title": "Dataset"}}}',
        ],
      ] as const
    ).map(([title, forms]) => ({
      title,
      files: { [path]: `remote = "remote-dag"\nDAG("liver", default_args={"ui_forms": {${forms}}})\n` },
    })),
    {
      title: 'properties that share a name, that depend on others, or that a key of the form describes',
      files: form(
        '"a#1": {"type": "string"}, "b": {"if": {}, "then": {}}, "c": {"x-display": "custom"}, "d": {"type": "array", "x-fromUrl": "/x"}, "e": {"type": ["string", "null"]}',
      ),
    },
    {
      title: 'fields of every type',
      files: form(
        '"a": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}, "default": ["x"]}, "b": {"type": "number", "default": 25, "exclusiveMinimum": 0, "required": True}, "c": {"type": "boolean", "default": False}, "d": {"oneOf": []}',
      ),
    },
    {
      title: 'what only a run knows',
      files: form('"a": make(), **others, "b": {"type": kind, "enum": choices(), "default": 1}'),
    },
  ],
});
