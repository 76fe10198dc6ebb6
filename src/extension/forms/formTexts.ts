import * as vscode from 'vscode';
import type { FormTexts } from '../../shared/panels/formMessages.ts';
import type { ProblemTexts } from '../../shared/parameters/problem.ts';

/** Why answers are refused, in the person's language. */
export function translatedProblems(): ProblemTexts {
  return {
    empty: vscode.l10n.t('This must not be empty.'),
    notBoolean: vscode.l10n.t('This is either true or false.'),
    notNumber: vscode.l10n.t('This is not a number.'),
    notAChoice: vscode.l10n.t('"{0}" is none of: {1}.'),
    tooLong: vscode.l10n.t('The name has more than {0} characters.'),
    badRegistryName: vscode.l10n.t('The name has at most 20 letters, digits, dots, dashes and underscores.'),
    noProtocol: vscode.l10n.t('Begin with the protocol, for example https://.'),
    protocolInImage: vscode.l10n.t('Name the image without a protocol, or give "-" to skip the test.'),
    badKey: vscode.l10n.t('The name of a parameter has letters, digits, dots, dashes and underscores only.'),
    comma: vscode.l10n.t('The platform would split "{0}" at its comma.'),
    dropped: vscode.l10n.t('The platform drops a parameter that contains {0}'),
    blanks: vscode.l10n.t('The platform removes blanks from parameters.'),
    backslashes: vscode.l10n.t('The platform removes backslashes from parameters.'),
    zeroByte: vscode.l10n.t('A parameter cannot contain a zero byte.'),
    tooLongInAll: vscode.l10n.t('All parameters together are longer than {0} KiB.'),
  };
}

export function formTexts(): FormTexts {
  return {
    cancel: vscode.l10n.t('Cancel'),
    defaults: vscode.l10n.t('Reset to Defaults'),
    correct: vscode.l10n.t('Please correct what is marked.'),
    required: vscode.l10n.t('required'),
    chooseNothing: vscode.l10n.t('Please choose'),
    notRemembered: vscode.l10n.t('Not remembered, neither here nor in a log.'),
    unknownType: vscode.l10n.t('The type "{0}" of this parameter is not known here. It is sent as it stands.'),
    separateByComma: vscode.l10n.t('Several values are separated by commas.'),
    problems: translatedProblems(),
  };
}
