import * as vscode from 'vscode';
import { isProjectNode } from '../../views/projects/projectNode.ts';
import type { ProjectStore } from '../../views/projects/projectStore.ts';

/** The image a command was called on: a row, or a Dockerfile in the explorer or an editor. */
export async function imageNameOf(store: ProjectStore, argument: unknown): Promise<string | undefined> {
  if (isProjectNode(argument)) return argument.imageName;
  if (!(argument instanceof vscode.Uri)) return undefined;
  const projects = (await store.entries()).flatMap((entry) => (entry.kind === 'read' ? [entry.project] : []));
  return projects.flatMap(({ images }) => images).find(({ file }) => file.file === argument.fsPath)?.name;
}
