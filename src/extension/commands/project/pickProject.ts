import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import type { ProjectEntry } from '../../views/projects/projectEntry.ts';
import type { ProjectStore } from '../../views/projects/projectStore.ts';
import { chooseProject } from './chooseProject.ts';

const selectedKey = 'kaapanaEdk.selectedProject';

/**
 * The project that a command is about: what it was called with, the one being edited, the selected, or one that is
 * asked for.
 *
 * @throws EdkError `project.notFound`; CancellationError when the person does not choose.
 */
export async function pickProject(
  argument: unknown,
  { store, memory }: { readonly store: ProjectStore; readonly memory: vscode.Memento },
): Promise<string> {
  const entries = await store.entries();
  const chosen = chooseProject({
    projects: entries.map(({ folder }) => folder),
    named: folderOf(argument),
    activeFile: vscode.window.activeTextEditor?.document.uri.fsPath,
    selected: memory.get<string>(selectedKey),
  });
  if (chosen.kind === 'none') throw noProject();
  return chosen.kind === 'certain' ? chosen.folder : askForProject(entries);
}

/** @throws EdkError `project.notFound`; CancellationError */
export async function selectProject({
  store,
  memory,
}: {
  readonly store: ProjectStore;
  readonly memory: vscode.Memento;
}): Promise<string> {
  const entries = await store.entries();
  if (entries.length === 0) throw noProject();
  const folder = await askForProject(entries);
  await memory.update(selectedKey, folder);
  return folder;
}

function noProject(): EdkError {
  return new EdkError('project.notFound', 'There is no extension in this workspace.', {
    remedy: 'Make one, or open the folder that it is in.',
  });
}

async function askForProject(entries: readonly ProjectEntry[]): Promise<string> {
  const items = entries.map(({ folder }) => ({
    label: basename(folder),
    description: vscode.workspace.asRelativePath(folder, true),
    folder,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which project?') });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.folder;
}

/** Menus hand over a node, the explorer a Uri, other code `{ folder }`. */
function folderOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('folder' in argument)) return undefined;
  return typeof argument.folder === 'string' && argument.folder !== '' ? argument.folder : undefined;
}
