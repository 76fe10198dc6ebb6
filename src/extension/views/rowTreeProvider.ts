import * as vscode from 'vscode';
import { plainRow, fingerprint, type TreeRow } from './treeRow.ts';

/** Shows rows; redraws only if something looks different. */
export class RowTreeProvider<Subject> implements vscode.TreeDataProvider<TreeRow<Subject>>, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  #rows: readonly TreeRow<Subject>[] | undefined;
  #shown: string | undefined;
  readonly #begin: () => Promise<unknown>;

  /** `begin` is awaited if rows are requested before there are any. */
  constructor(begin: () => Promise<unknown>) {
    this.#begin = begin;
  }

  show(rows: readonly TreeRow<Subject>[] | undefined): void {
    const next = rows === undefined ? undefined : fingerprint(rows);
    const isSame = next === this.#shown;
    this.#rows = rows;
    this.#shown = next;
    if (!isSame) this.#changes.fire(undefined);
  }

  /** Reloads children that are loaded on demand. */
  redraw(): void {
    this.#changes.fire(undefined);
  }

  async getChildren(row?: TreeRow<Subject>): Promise<TreeRow<Subject>[]> {
    if (row === undefined) {
      if (this.#rows === undefined) await this.#begin();
      return [...(this.#rows ?? [])];
    }
    return [...(typeof row.children === 'function' ? await row.children() : (row.children ?? []))];
  }

  getTreeItem(shown: TreeRow<Subject>): vscode.TreeItem {
    const row = { ...shown, ...plainRow(shown) };
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const opened = row.expanded === true ? Expanded : Collapsed;
    const item = new vscode.TreeItem(row.label, row.children === undefined ? None : opened);
    item.id = row.id;
    item.iconPath = new vscode.ThemeIcon(
      row.icon,
      row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
    );
    item.contextValue = row.context;
    // A text, not a MarkdownString: names and descriptions come from the platform.
    item.tooltip = row.tooltip ?? row.label;
    if (row.description !== undefined) item.description = row.description;
    const said = [row.label, row.description].filter((text) => text !== undefined && text !== '').join(', ');
    item.accessibilityInformation = { label: said };
    if (row.command !== undefined) {
      const { id, title, when } = row.command;
      item.command = { command: id, title, arguments: when === undefined ? [shown] : [shown, when] };
    }
    return item;
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
