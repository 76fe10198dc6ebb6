import { plainText } from '../text/plainText.ts';
import { EdkError } from '../errors/edkError.ts';
import type { CheckFacts } from './facts.ts';
import { type Finding, joinFindings, type Mark } from './finding.ts';
import type { SourceRange } from '../project/sourceFile.ts';
import type { Rule } from './rule.ts';
import { rules as allRules } from './rules.ts';
import { type Suppression, suppressionProblems, commentSuppressions, settingSuppressions } from './suppressions.ts';

export interface CheckResult {
  /** Sorted by file and place. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** What suppresses it, and where. */
  readonly by: Suppression['kind'];
  readonly place: SourceRange;
}

/** Runs every rule whose facts are available. */
export function runChecks(facts: CheckFacts, rules: readonly Rule[] = allRules): CheckResult {
  const { project } = facts;
  const suppressions = [
    ...[...project.texts.values()].flatMap(commentSuppressions),
    ...(project.edkYaml === undefined ? [] : settingSuppressions(project.edkYaml)),
  ];
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const used = new Set<(typeof suppressions)[number]>();
  for (const rule of rules) {
    const kept: Finding[] = [];
    for (const mark of marksOf(rule, facts)) {
      const finding = toFinding(rule, mark);
      // A suppression without a reason has no effect.
      const suppression = suppressions.find((one) => one.reason !== '' && one.covers(finding));
      if (suppression === undefined) kept.push(finding);
      else suppressed.push({ finding, reason: suppression.reason, by: suppression.kind, place: suppression.range });
      if (suppression !== undefined) used.add(suppression);
    }
    findings.push(...(rule.warns === 'once' ? withOneWarning(kept) : kept));
  }
  const asked = new Set(rules.filter((rule) => isAnswerable(rule, facts)).map(({ id }) => id));
  const known = new Set(allRules.map(({ id }) => id as string));
  findings.push(...suppressionProblems({ suppressions, used, asked, known }));
  return { findings: findings.sort(byPlace), suppressed };
}

/** @throws EdkError `internal`, naming the rule that failed. */
function marksOf(rule: Rule, facts: CheckFacts): Mark[] {
  try {
    return [...ask(rule, facts)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EdkError('internal', `The rule ${rule.id} failed: ${reason}`, { cause: error });
  }
}

function ask(rule: Rule, facts: CheckFacts): Iterable<Mark> {
  const { project, settings, dependencies, rendered, registry, platform, references, python } = facts;
  switch (rule.needs) {
    case 'files':
      return rule.check(project, settings);
    case 'dependencies':
      return dependencies === undefined ? [] : rule.check(project, dependencies, settings);
    case 'rendered':
      return rendered === undefined ? [] : rule.check(project, rendered, settings);
    case 'registry':
      return registry === undefined ? [] : rule.check(project, registry, settings);
    case 'platform':
      return platform === undefined ? [] : rule.check(project, platform, settings);
    case 'references':
      return references === undefined ? [] : rule.check(project, references, settings);
    case 'python':
      return rule.check(project, python ?? new Map(), settings);
  }
}

function isAnswerable({ needs }: Rule, facts: CheckFacts): boolean {
  return needs === 'files' || needs === 'python' || facts[needs] !== undefined;
}

function toFinding({ id, severity, why, remedy }: Rule, mark: Mark): Finding {
  return {
    rule: id,
    severity: mark.severity ?? severity,
    message: plainText(mark.message),
    range: mark.range,
    why,
    remedy,
    fix: mark.fix,
  };
}

function withOneWarning(findings: readonly Finding[]): Finding[] {
  const [first, ...others] = findings.filter(({ severity }) => severity === 'warning').sort(byPlace);
  const rest = findings.filter(({ severity }) => severity !== 'warning');
  return first === undefined ? rest : [...rest, joinFindings(first, others)];
}

function byPlace(a: Finding, b: Finding): number {
  if (a.range.file !== b.range.file) return a.range.file < b.range.file ? -1 : 1;
  return a.range.line - b.range.line || a.range.column - b.range.column || (a.rule < b.rule ? -1 : 1);
}
