import * as vscode from 'vscode';
import { plainRow } from '../treeRow.ts';
import type { Checks } from '../../checks/registerChecks.ts';
import { translate } from '../../ui/translate.ts';
import type { ImageStates } from './imageStates.ts';
import type { ProjectNode } from './projectNode.ts';
import { failureNode, projectNodes } from './projectNodes.ts';
import type { ProjectStore } from './projectStore.ts';

/** Provides the store's nodes to VS Code; redraws only if something looks different. */
export class ProjectTreeProvider implements vscode.TreeDataProvider<ProjectNode>, vscode.Disposable {
  readonly #store: ProjectStore;
  readonly #images: ImageStates;
  readonly #checks: Pick<Checks, 'findingsOf'>;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  #shown: string | undefined;

  constructor(store: ProjectStore, images: ImageStates, checks: Pick<Checks, 'findingsOf'>) {
    this.#store = store;
    this.#images = images;
    this.#checks = checks;
  }

  redraw(): void {
    if (JSON.stringify(this.#nodes()) !== this.#shown) this.#changes.fire(undefined);
  }

  async getChildren(node?: ProjectNode): Promise<ProjectNode[]> {
    if (node !== undefined) return [...node.children];
    if (this.#store.state.kind === 'notLoaded') await this.#store.load();
    const nodes = this.#nodes();
    this.#shown = JSON.stringify(nodes);
    return [...nodes];
  }

  getTreeItem(node: ProjectNode): vscode.TreeItem {
    return treeItem(node);
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #nodes(): readonly ProjectNode[] {
    const { state } = this.#store;
    if (state.kind === 'failed') return [failureNode(state.error, translate)];
    if (state.kind === 'notLoaded') return [];
    return projectNodes(state.entries, {
      translate,
      imagesOf: (folder) => this.#images.of(folder),
      findingsOf: (folder) => this.#checks.findingsOf(folder),
    });
  }
}

function treeItem(row: ProjectNode): vscode.TreeItem {
  const node = { ...row, ...plainRow(row) };
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const hasChildren = node.children.length > 0;
  const item = new vscode.TreeItem(node.label, !hasChildren ? None : node.kind === 'project' ? Expanded : Collapsed);
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.contextValue = node.contextValue;
  const { name, color } = node.icon;
  item.iconPath =
    color === undefined ? new vscode.ThemeIcon(name) : new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
  item.accessibilityInformation = { label: [node.label, node.description].filter((part) => part !== '').join(', ') };
  const command = commandOf(node);
  if (command !== undefined) item.command = command;
  return item;
}

function commandOf({ contextValue, opens }: ProjectNode): vscode.Command | undefined {
  if (contextValue === 'failure') return { command: 'kaapanaEdk.refreshProjects', title: vscode.l10n.t('Retry') };
  if (opens === undefined) return undefined;
  const at = new vscode.Position((opens.line ?? 1) - 1, (opens.column ?? 1) - 1);
  const options: vscode.TextDocumentShowOptions =
    opens.line === undefined ? {} : { selection: new vscode.Range(at, at) };
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [vscode.Uri.file(opens.file), options] };
}
