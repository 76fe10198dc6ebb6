import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { z } from 'zod';
import type { Finding } from '../../core/checks/finding.ts';
import { escapeMarkdown } from '../ui/plainTexts.ts';
import { toRange, addEdits } from './diagnostics.ts';

/** Why a finding matters, what to do, and a link to the rule. */
export class FindingHover implements vscode.HoverProvider {
  readonly #findingsIn: (file: string) => readonly Finding[];
  readonly #pageOf: (rule: string) => vscode.Uri;

  constructor(findingsIn: (file: string) => readonly Finding[], pageOf: (rule: string) => vscode.Uri) {
    this.#findingsIn = findingsIn;
    this.#pageOf = pageOf;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const here = this.#findingsIn(document.uri.fsPath).filter(({ range }) => toRange(range).contains(position));
    if (here.length === 0) return undefined;
    return new vscode.Hover(here.map((finding) => describe(finding, this.#pageOf(finding.rule))));
  }
}

function describe({ why, remedy, rule }: Finding, page: vscode.Uri): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${vscode.l10n.t('Why it matters')}** ${escapeMarkdown(why)}\n\n`);
  text.appendMarkdown(`**${vscode.l10n.t('What to do')}** ${escapeMarkdown(remedy)}`);
  return text.appendMarkdown(`\n\n[${vscode.l10n.t('Rule {0}', rule)}](${page.toString()})`);
}

/** Code actions for findings: the fix, all fixes of the file, and ignoring it with a reason. */
export class FixActions implements vscode.CodeActionProvider {
  static readonly fixAll = vscode.CodeActionKind.SourceFixAll.append('kaapanaEdk');
  static readonly kinds = [vscode.CodeActionKind.QuickFix, FixActions.fixAll];
  readonly #findingsIn: (file: string) => readonly Finding[];

  constructor(findingsIn: (file: string) => readonly Finding[]) {
    this.#findingsIn = findingsIn;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const inFile = this.#findingsIn(document.uri.fsPath);
    const here = inFile.filter((finding) => toRange(finding.range).intersection(range) !== undefined);
    const fixAll = fixAllAction(inFile);
    if (only !== undefined && FixActions.fixAll.contains(only)) return fixAll ?? [];
    return [
      ...here.flatMap((finding) => fixAction(finding, diagnostics)),
      ...(here.some(({ fix }) => fix !== undefined) && fixAll !== undefined ? quick(fixAll) : []),
      ...here.map((finding) => suppressAction(finding, diagnostics)),
    ];
  }
}

function fixAction(finding: Finding, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  if (finding.fix === undefined) return [];
  const action = new vscode.CodeAction(finding.fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  addEdits(action.edit, finding.fix.edits, existsSync);
  action.isPreferred = true;
  action.diagnostics = diagnosticsOf(finding, diagnostics);
  return [action];
}

/** A single finding has its own action; overlapping edits are left for the next run. */
function fixAllAction(findings: readonly Finding[]): vscode.CodeAction[] | undefined {
  const taken: { readonly file: string; readonly range: vscode.Range }[] = [];
  const edit = new vscode.WorkspaceEdit();
  let fixed = 0;
  for (const { fix } of findings) {
    if (fix === undefined) continue;
    const places = fix.edits.map(({ range }) => ({ file: range.file, range: toRange(range) }));
    const touches = places.some(({ file, range }) =>
      taken.some((other) => other.file === file && other.range.intersection(range) !== undefined),
    );
    if (touches) continue;
    taken.push(...places);
    addEdits(edit, fix.edits, existsSync);
    fixed += 1;
  }
  if (fixed < 2) return undefined;
  const action = new vscode.CodeAction(vscode.l10n.t('Fix all auto-fixable problems in this file'), FixActions.fixAll);
  action.edit = edit;
  return [action];
}

function quick([action]: readonly vscode.CodeAction[]): vscode.CodeAction[] {
  if (action?.edit === undefined) return [];
  const same = new vscode.CodeAction(action.title, vscode.CodeActionKind.QuickFix);
  same.edit = action.edit;
  return [same];
}

function suppressAction(finding: Finding, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const title = vscode.l10n.t('Ignore {0} with a reason...', finding.rule);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: 'kaapanaEdk.suppressFinding', title, arguments: [finding] };
  action.diagnostics = diagnosticsOf(finding, diagnostics);
  return action;
}

function diagnosticsOf(finding: Finding, diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return diagnostics.filter(({ code, range }) => {
    return typeof code === 'object' && code.value === finding.rule && range.isEqual(toRange(finding.range));
  });
}

const argumentSchema = z.object({ rule: z.string(), range: z.object({ file: z.string(), line: z.number() }) });

/** Asks for a reason and adds a suppression comment above the finding's line. */
export async function suppressFinding(argument: unknown): Promise<void> {
  const { rule, range } = argumentSchema.parse(argument);
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Ignore {0}', rule),
    prompt: vscode.l10n.t('Why can this be ignored? The reason is added as a comment above the line.'),
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a reason.') : undefined),
  });
  if (reason === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(range.file));
  const line = document.lineAt(Math.min(range.line, document.lineCount) - 1);
  const indent = /^\s*/u.exec(line.text)?.[0] ?? '';
  const note = `edk-ignore ${rule}: ${reason.trim()}`;
  const comment = /[\\/]templates[\\/]/u.test(range.file) ? `{{- /* ${note} */}}` : `${indent}# ${note}`;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, line.range.start, `${comment}\n`);
  await vscode.workspace.applyEdit(edit);
}
