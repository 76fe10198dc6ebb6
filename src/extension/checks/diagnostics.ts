import * as vscode from 'vscode';
import type { Finding, TextEdit } from '../../core/checks/finding.ts';
import type { SourceRange } from '../../core/project/sourceFile.ts';

const source = 'Kaapana EDK';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Information,
} as const;

/** @param page the rule's documentation. */
export function toDiagnostic({ rule, message, range, severity }: Finding, page: vscode.Uri): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = source;
  diagnostic.code = { value: rule, target: page };
  return diagnostic;
}

export function toRange({ line, column, endLine, endColumn }: SourceRange): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

/** Adds the edits of a fix, creating files that do not exist yet. */
export function addEdits(
  edit: vscode.WorkspaceEdit,
  edits: readonly TextEdit[],
  exists: (file: string) => boolean,
): void {
  for (const { range, text } of edits) {
    const uri = vscode.Uri.file(range.file);
    if (!exists(range.file)) edit.createFile(uri, { ignoreIfExists: true });
    edit.replace(uri, toRange(range), text);
  }
}
