import { dirname, relative, sep } from 'node:path';
import { parseIgnoreRules } from '../project/ignoreRules.ts';
import { type SourceFile, type SourceRange, valueRange } from '../project/sourceFile.ts';
import { isMap } from '../yaml/loadYaml.ts';
import type { Finding, Severity } from './finding.ts';

/** A request to suppress a rule, from a comment or from edk.yaml. */
export interface Suppression {
  /** A comment in the file, or an entry of edk.yaml. */
  readonly kind: 'comment' | 'setting';
  /** Id of the rule. */
  readonly rule: string;
  /** Empty if none is given. */
  readonly reason: string;
  /** Where it stands. */
  readonly range: SourceRange;
  covers(finding: { readonly rule: string; readonly range: SourceRange }): boolean;
}

const marker =
  /(?:#|\/\/|\/\*)[ \t]*edk-ignore[ \t]+([a-z0-9/-]+(?:[ \t]*,[ \t]*[a-z0-9/-]+)*)[ \t]*(?::[ \t]*([^\r\n]*))?/u;

/**
 * Comments like `# edk-ignore image/label-missing: made by CI`. It applies to its own line and, if the line has nothing
 * else, to the next line that is not a comment.
 */
export function commentSuppressions(source: SourceFile): Suppression[] {
  if (!source.text.includes('edk-ignore')) return [];
  const found: Suppression[] = [];
  const codeAfter = nextCodeLines(source);
  for (let number = 1; number <= source.lineCount; number += 1) {
    const { text, start } = source.line(number);
    const match = marker.exec(text);
    if (match === null) continue;
    const [whole, ids = '', reason = ''] = match;
    const alone = /^[\s{-]*$/u.test(text.slice(0, match.index));
    const last = alone ? (codeAfter[number] ?? number) : number;
    const at = start + match.index;
    for (const rule of ids.split(',').map((id) => id.trim())) {
      found.push({
        kind: 'comment',
        rule,
        reason: reason.replace(/\*\/.*$/u, '').trim(),
        range: source.rangeOf(at, at + whole.length),
        covers: (finding) =>
          finding.rule === rule &&
          finding.range.file === source.file &&
          (finding.range.line === number || finding.range.line === last),
      });
    }
  }
  return found;
}

/** For each line, counting from 1, the next line that is neither blank nor a comment. */
function nextCodeLines(source: SourceFile): number[] {
  const next: number[] = [];
  let code = source.lineCount + 1;
  for (let number = source.lineCount; number >= 0; number -= 1) {
    next[number] = code;
    if (!/^\s*(?:#.*|\{\{-?\s*\/\*.*)?$/u.test(source.line(number).text)) code = number;
  }
  return next;
}

/**
 * The entries of `checks.ignore` in an edk.yaml: a rule, a reason, and optionally files, as patterns of .dockerignore
 * relative to the edk.yaml. Entries that the schema of edk.yaml rejects are skipped: reading the settings reports them.
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

/** Rules about suppressions: data only, since their findings are known once all other rules have run. */
export const suppressionRules = {
  reasonMissing: {
    id: 'ignore/reason-missing',
    severity: 'warning',
    title: 'A suppression has no reason',
    why: 'Without a reason, nobody can tell later whether it still applies, so it has no effect.',
    remedy: 'Add the reason after a colon, as in # edk-ignore <rule>: <reason>, or as reason: <text> in edk.yaml.',
  },
  ruleUnknown: {
    id: 'ignore/rule-unknown',
    severity: 'warning',
    title: 'A suppression names a rule that does not exist',
    why: 'It has no effect.',
    remedy: 'Fix the id of the rule. "edk check" and the rules page show the ids.',
  },
  unused: {
    id: 'ignore/unused',
    severity: 'hint',
    title: 'A suppression is not needed',
    why: 'The finding is gone, and the suppression may hide a new one later.',
    remedy: 'Remove it.',
  },
} as const satisfies Record<string, { id: string; severity: Severity; title: string; why: string; remedy: string }>;

interface SuppressionsInUse {
  readonly suppressions: readonly Suppression[];
  readonly used: ReadonlySet<Suppression>;
  /** Ids of the rules that ran. */
  readonly asked: ReadonlySet<string>;
  /** Ids of all rules. */
  readonly known: ReadonlySet<string>;
}

export function suppressionProblems({ suppressions, used, asked, known }: SuppressionsInUse): Finding[] {
  return suppressions.flatMap((suppression): Finding[] => {
    const { rule, reason, range } = suppression;
    if (!known.has(rule)) return [finding('ruleUnknown', `Unknown rule "${rule}".`, range)];
    if (reason === '') return [finding('reasonMissing', `The suppression of ${rule} has no reason.`, range)];
    if (used.has(suppression) || !asked.has(rule)) return [];
    return [finding('unused', `${rule} finds nothing here.`, range)];
  });
}

function finding(rule: keyof typeof suppressionRules, message: string, range: Finding['range']): Finding {
  const { id, severity, why, remedy } = suppressionRules[rule];
  return { rule: id, severity, message, range, why, remedy };
}
