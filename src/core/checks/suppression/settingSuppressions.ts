import { dirname, relative, sep } from 'node:path';
import { parseIgnoreRules } from '../../project/ignoreRules.ts';
import { isMap } from '../../yaml/isMap.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { valueRange } from '../../project/yamlRange.ts';
import type { Suppression } from './suppression.ts';

/**
 * The entries of `checks.ignore` in an edk.yaml: a rule, a reason, and optionally files, as patterns of .dockerignore
 * relative to the edk.yaml. Entries that the schema of edk.yaml refuses are left out; reading the settings names them.
 */
export function settingSuppressions(edkYaml: SourceFile): Suppression[] {
  const content = edkYaml.yaml?.value;
  const checks: unknown = isMap(content) ? content['checks'] : undefined;
  const entries: unknown = isMap(checks) ? checks['ignore'] : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown, index): Suppression[] => {
    if (!isMap(entry) || typeof entry['rule'] !== 'string') return [];
    const { rule, reason, files } = entry;
    const matches = filePatterns(files, dirname(edkYaml.file));
    return [
      {
        kind: 'setting',
        rule,
        reason: typeof reason === 'string' ? reason.trim() : '',
        range: valueRange(edkYaml, ['checks', 'ignore', index]),
        covers: (finding) => finding.rule === rule && matches(finding.range.file),
      },
    ];
  });
}

function filePatterns(files: unknown, folder: string): (file: string) => boolean {
  const patterns = (Array.isArray(files) ? files : [files]).filter((pattern) => typeof pattern === 'string');
  if (patterns.length === 0) return () => true;
  const rules = parseIgnoreRules(patterns.join('\n'));
  return (file) => {
    const path = relative(folder, file).split(sep).join('/');
    return path !== '' && !path.startsWith('../') && rules.ignores(path);
  };
}
