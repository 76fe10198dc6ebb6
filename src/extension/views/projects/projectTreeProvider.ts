import * as vscode from 'vscode';
import type { ProjectNode } from './projectNode.ts';
import { failureNode, projectNodes } from './projectNodes.ts';
import type { ProjectStore } from './projectStore.ts';

/** Hands the store's nodes to VS Code. */
export function createProjectTreeProvider(
  store: ProjectStore,
  onDidChangeTreeData: vscode.Event<undefined>,
): vscode.TreeDataProvider<ProjectNode> {
  return {
    onDidChangeTreeData,
    async getChildren(node) {
      if (node !== undefined) return [...node.children];
      if (store.state.kind === 'notLoaded') await store.load();
      const { state } = store;
      if (state.kind === 'failed') return [failureNode(state.error)];
      return state.kind === 'loaded' ? [...projectNodes(state.entries)] : [];
    },
    getTreeItem: treeItem,
  };
}

function treeItem(node: ProjectNode): vscode.TreeItem {
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
