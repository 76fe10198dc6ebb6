import * as vscode from 'vscode';
import type { Finding } from '../../core/checks/finding.ts';
import { escapeMarkdown } from '../ui/escapeMarkdown.ts';
import { toRange } from './diagnostics.ts';

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
