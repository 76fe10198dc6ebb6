import type { SourceRange } from '../../project/sourceRange.ts';

/** A wish that a rule keeps quiet, from a comment or from edk.yaml. */
export interface Suppression {
  /** A comment in the file, or an entry of edk.yaml. */
  readonly kind: 'comment' | 'setting';
  /** Id of the rule. */
  readonly rule: string;
  /** Empty when none is given. */
  readonly reason: string;
  /** Where it stands. */
  readonly range: SourceRange;
  covers(finding: { readonly rule: string; readonly range: SourceRange }): boolean;
}
