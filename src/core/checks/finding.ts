import { basename } from 'node:path';
import type { SourceRange } from '../project/sourceRange.ts';

/**
 * How bad a finding is: an `error` fails on the platform or stops the build, a `warning` may surprise somebody, a
 * `hint` can be made better.
 */
export type Severity = 'error' | 'warning' | 'hint';

/** Puts `text` in the place of a range; in a file that does not exist it makes the file. */
export interface TextEdit {
  readonly range: SourceRange;
  readonly text: string;
}

/** What mends a finding. All edits belong together. */
interface Fix {
  /** In the imperative, e.g. `Add the label VERSION`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What a rule says of one place. */
export interface Mark {
  /** One sentence: what is wrong here. */
  readonly message: string;
  readonly range: SourceRange;
  readonly fix?: Fix | undefined;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity | undefined;
}

/** A mark with what its rule knows: all that a person or a machine has to be shown. */
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

/** One finding at the place of the first, whose message names the others with their places. */
export function joinFindings(first: Finding, others: readonly Finding[]): Finding {
  const more = others.map(({ range, message }) => ` Also ${basename(range.file)}:${range.line}: ${message}`);
  return { ...first, message: first.message + more.join('') };
}

/** From the mildest to the worst. */
export const severities = ['hint', 'warning', 'error'] as const satisfies readonly Severity[];

export type FailOn = Severity | 'never';

/** The findings that are as bad as that, or worse. */
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
