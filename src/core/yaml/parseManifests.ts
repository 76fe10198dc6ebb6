import { explainYamlError } from './checkYamlSyntax.ts';
import { loadAllYaml } from './loadYaml.ts';

/**
 * Reads the documents of a large rendered manifest quickly; comments and places are lost, empty documents left out.
 * Of a key that stands twice the last one counts, as for Helm.
 *
 * @throws EdkError `yaml.invalid` with the line in the text given.
 */
export function parseManifests(text: string, file: string): unknown[] {
  try {
    return loadAllYaml(text).filter((document) => document !== null && document !== undefined);
  } catch (error) {
    throw explainYamlError(error, file);
  }
}
