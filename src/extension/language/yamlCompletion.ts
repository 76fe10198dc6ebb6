import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { JsonSchema } from '../../core/schemas/suggestYaml.ts';
import { parseJson } from '../../core/text/parseJson.ts';
import type { Checks } from '../checks/registerChecks.ts';

/** The YAML extension completes from the same schemas, and more. */
const yamlExtension = 'redhat.vscode-yaml';

/** Files with a schema, and the schema's name. */
const schemas: Readonly<Record<string, string>> = {
  'Chart.yaml': 'chart.schema.json',
  'values.yaml': 'values.schema.json',
  'requirements.yaml': 'requirements.schema.json',
  'edk.yaml': 'edk.schema.json',
};

/** Completes keys and values in an extension's files, for users without the YAML extension. */
export class YamlCompletion implements vscode.CompletionItemProvider {
  static readonly files: vscode.DocumentSelector = {
    scheme: 'file',
    pattern: `**/{${Object.keys(schemas).join(',')}}`,
  };
  readonly #folder: string;
  readonly #projectOf: Checks['projectOf'];
  readonly #read = new Map<string, Promise<JsonSchema | undefined>>();

  /** @param extensionPath contains the schemas in dist/schemas. */
  constructor(extensionPath: string, projectOf: Checks['projectOf']) {
    this.#folder = join(extensionPath, 'dist', 'schemas');
    this.#projectOf = projectOf;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[] | undefined> {
    const name = basename(document.uri.fsPath);
    const schema = schemas[name];
    if (schema === undefined || vscode.extensions.getExtension(yamlExtension) !== undefined) return undefined;
    // Only charts of projects; an edk.yaml may be in a parent folder of its projects.
    if (name !== 'edk.yaml' && (await this.#projectOf(document.uri.fsPath)) === undefined) return undefined;
    const { suggestYaml } = await import('../../core/schemas/suggestYaml.ts');
    const { line, character: column } = position;
    const read = await this.#schema(schema);
    if (read === undefined) return undefined;
    const { start, suggestions } = suggestYaml(read, document.getText(), { line, column });
    return suggestions.map(({ label, kind, description, text }) => {
      const kinds = { key: vscode.CompletionItemKind.Property, value: vscode.CompletionItemKind.Value };
      const item = new vscode.CompletionItem(label, kinds[kind]);
      item.insertText = text;
      item.range = new vscode.Range(line, start, line, column);
      if (description !== undefined) item.documentation = description;
      return item;
    });
  }

  #schema(name: string): Promise<JsonSchema | undefined> {
    const read = this.#read.get(name) ?? readSchema(join(this.#folder, name));
    this.#read.set(name, read);
    return read;
  }
}

async function readSchema(file: string): Promise<JsonSchema | undefined> {
  const { jsonSchema } = await import('../../core/schemas/suggestYaml.ts');
  return parseJson(await readFile(file, 'utf8'), jsonSchema);
}
