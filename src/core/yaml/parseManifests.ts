import { boolCoreTag, CORE_SCHEMA, intCoreTag, loadAll, mergeTag, Schema } from 'js-yaml';
import { explainYamlError } from './checkYamlSyntax.ts';

/** Numbers that begin with 0 are octal, and yes and on are true: Helm and Kubernetes read YAML 1.1 so. */
const olderInt = {
  ...intCoreTag,
  resolve: (source: string, isExplicit: boolean, tagName: string): unknown =>
    /^[-+]?0[0-7]+$/.test(source) ? Number.parseInt(source, 8) : intCoreTag.resolve(source, isExplicit, tagName),
};
const olderBool = {
  ...boolCoreTag,
  implicitFirstChars: null,
  resolve(source: string, isExplicit: boolean, tagName: string): unknown {
    if (/^(yes|Yes|YES|on|On|ON)$/.test(source)) return true;
    if (/^(no|No|NO|off|Off|OFF)$/.test(source)) return false;
    return boolCoreTag.resolve(source, isExplicit, tagName);
  },
};
const schema = new Schema(
  [...CORE_SCHEMA.tags, mergeTag].map((tag) => (tag === intCoreTag ? olderInt : tag === boolCoreTag ? olderBool : tag)),
);

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
