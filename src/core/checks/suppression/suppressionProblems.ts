import type { Finding, Severity } from '../finding.ts';
import type { Suppression } from './suppression.ts';

/** Rules about suppressions themselves; they are data only, since what they find is known when all others were asked. */
export const suppressionRules = {
  reasonMissing: {
    id: 'ignore/reason-missing',
    severity: 'warning',
    title: 'A suppression has no reason',
    why: 'Whoever reads it later cannot tell whether it still holds. It has no effect without a reason.',
    remedy: 'Write the reason after a colon: # edk-ignore <rule>: <reason>; in edk.yaml as reason: <text>.',
  },
  ruleUnknown: {
    id: 'ignore/rule-unknown',
    severity: 'warning',
    title: 'A suppression names a rule that does not exist',
    why: 'It has no effect.',
    remedy: 'Correct the id of the rule; "edk check" and the page of rules name it.',
  },
  unused: {
    id: 'ignore/unused',
    severity: 'hint',
    title: 'A suppression suppresses nothing',
    why: 'What it was for is gone, and one day it hides something new.',
    remedy: 'Remove it.',
  },
} as const satisfies Record<string, { id: string; severity: Severity; title: string; why: string; remedy: string }>;

export interface SuppressionsInUse {
  readonly suppressions: readonly Suppression[];
  readonly used: ReadonlySet<Suppression>;
  /** Ids of the rules that were asked. */
  readonly asked: ReadonlySet<string>;
  /** Ids of all rules. */
  readonly known: ReadonlySet<string>;
}

export function suppressionProblems({ suppressions, used, asked, known }: SuppressionsInUse): Finding[] {
  return suppressions.flatMap((suppression): Finding[] => {
    const { rule, reason, range } = suppression;
    if (!known.has(rule)) return [finding('ruleUnknown', `There is no rule "${rule}".`, range)];
    if (reason === '') return [finding('reasonMissing', `The suppression of ${rule} has no reason.`, range)];
    if (used.has(suppression) || !asked.has(rule)) return [];
    return [finding('unused', `${rule} finds nothing here.`, range)];
  });
}

function finding(rule: keyof typeof suppressionRules, message: string, range: Finding['range']): Finding {
  const { id, severity, why, remedy } = suppressionRules[rule];
  return { rule: id, severity, message, range, why, remedy };
}
