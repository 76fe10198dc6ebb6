import { basename } from 'node:path';
import type { SourceRange } from '../project/sourceFile.ts';

/**
 * How severe a finding is: an `error` fails on the platform or stops the build, a `warning` may cause trouble, a `hint`
 * is a suggestion.
 */
export type Severity = 'error' | 'warning' | 'hint';

/** Replaces a range with `text`; creates the file if it does not exist. */
export interface TextEdit {
  readonly range: SourceRange;
  readonly text: string;
}

/** Fixes a finding. All edits are applied together. */
interface Fix {
  /** In the imperative, e.g. `Add the label VERSION`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What a rule reports about one place. */
export interface Mark {
  /** One sentence: what is wrong here. */
  readonly message: string;
  readonly range: SourceRange;
  readonly fix?: Fix | undefined;
  /** If it differs from the severity of the rule. */
  readonly severity?: Severity | undefined;
}

/** A mark with the texts of its rule: everything to show to people and machines. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: SourceRange;
  readonly why: string;
  readonly remedy: string;
  readonly fix?: Fix | undefined;
}

/** One finding at the place of the first, whose message lists the others with their places. */
export function joinFindings(first: Finding, others: readonly Finding[]): Finding {
  const more = others.map(({ range, message }) => ` Also ${basename(range.file)}:${range.line}: ${message}`);
  return { ...first, message: first.message + more.join('') };
}

/** From least to most severe. */
export const severities = ['hint', 'warning', 'error'] as const satisfies readonly Severity[];

export type FailOn = Severity | 'never';

/** The findings of at least this severity. */
export function atLeast(findings: readonly Finding[], severity: Severity): Finding[] {
  const least = severities.indexOf(severity);
  return findings.filter((finding) => severities.indexOf(finding.severity) >= least);
}

/** For people: `2 errors, 1 warning`; `nothing` without findings. */
export function countFindings(findings: readonly Finding[]): string {
  const parts = severities.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
