import { boolCoreTag, CORE_SCHEMA, intCoreTag, load, loadAll, mergeTag, Schema } from 'js-yaml';
import { joinFlowLines } from './joinFlowLines.ts';

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

/** Of a key that stands twice the last one counts, as for Helm. */
const options = { schema, json: true, maxAliases: 1000, maxDepth: 100 };

/**
 * Reads one document as Helm does; comments and places are lost.
 *
 * @throws YAMLException
 */
export function loadYaml(text: string): unknown {
  return withJoinedFlows(text, (source) => load(source, options));
}

/**
 * Reads all documents as Helm does.
 *
 * @throws YAMLException
 */
export function loadAllYaml(text: string): unknown[] {
  return withJoinedFlows(text, (source) => loadAll(source, options));
}

/** What is refused for its indentation alone is read with its lists and maps in one line each. */
export function withJoinedFlows<T>(text: string, read: (source: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    const joined = joinFlowLines(text);
    if (joined === text) throw error;
    try {
      return read(joined);
    } catch {
      throw error;
    }
  }
}
