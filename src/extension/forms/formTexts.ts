import * as vscode from 'vscode';
import type { FormTexts } from '../../shared/panels/formMessages.ts';
import type { ProblemTexts } from '../../shared/parameters/problem.ts';

/** Why answers are rejected, translated. */
export function translatedProblems(): ProblemTexts {
  return {
    empty: vscode.l10n.t('This field is required.'),
    notBoolean: vscode.l10n.t('Enter true or false.'),
    notNumber: vscode.l10n.t('Enter a number.'),
    notAChoice: vscode.l10n.t('"{0}" is not one of: {1}.'),
    tooLong: vscode.l10n.t('The name is longer than {0} characters.'),
    badRegistryName: vscode.l10n.t('Use at most 20 letters, digits, dots, dashes and underscores.'),
    noProtocol: vscode.l10n.t('Start with the protocol, for example https://.'),
    protocolInImage: vscode.l10n.t('Enter the image without a protocol, or "-" to skip the test.'),
    badKey: vscode.l10n.t('Parameter names can contain only letters, digits, dots, dashes and underscores.'),
    comma: vscode.l10n.t('The platform would split "{0}" at the comma.'),
    dropped: vscode.l10n.t('The platform drops parameters that contain {0}'),
    blanks: vscode.l10n.t('The platform removes spaces from parameters.'),
    backslashes: vscode.l10n.t('The platform removes backslashes from parameters.'),
    zeroByte: vscode.l10n.t('Parameters cannot contain null bytes.'),
    tooLongInAll: vscode.l10n.t('The parameters exceed {0} KiB in total.'),
  };
}

export function formTexts(): FormTexts {
  return {
    cancel: vscode.l10n.t('Cancel'),
    defaults: vscode.l10n.t('Reset to Defaults'),
    correct: vscode.l10n.t('Correct the highlighted fields.'),
    required: vscode.l10n.t('required'),
    chooseNothing: vscode.l10n.t('Select a value'),
    notRemembered: vscode.l10n.t('Never stored or logged.'),
    unknownType: vscode.l10n.t('Unknown parameter type "{0}". The value is sent as entered.'),
    separateByComma: vscode.l10n.t('Separate several values with commas.'),
    problems: translatedProblems(),
  };
}
