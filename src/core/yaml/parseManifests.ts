import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { explainYamlError } from './checkYamlSyntax.ts';

const schema = CORE_SCHEMA.withTags(mergeTag);

/**
 * Reads the documents of a large rendered manifest quickly; comments and places are lost, empty documents left out.
 * Of a key that stands twice the last one counts, as for Helm.
 *
 * @throws EdkError `yaml.invalid` with the line in the text given.
 */
export function parseManifests(text: string, file: string): unknown[] {
  try {
    const documents = loadAll(text, { schema, json: true, maxAliases: 1000, maxDepth: 100 });
    return documents.filter((document) => document !== null && document !== undefined);
  } catch (error) {
    throw explainYamlError(error, file);
  }
}
