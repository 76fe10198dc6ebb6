import type { Finding, Severity } from '../finding.ts';

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
