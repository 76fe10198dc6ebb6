import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import type { ProjectEntry, ProjectStore } from '../../views/projects/projectStore.ts';
import { chooseProject, type ChosenProject } from './chooseProject.ts';

const selectedKey = 'kaapanaEdk.selectedProject';

/**
 * The project that a command is about: what it was called with, the one being edited, the selected, or one that is
 * asked for.
 *
 * @throws EdkError `project.notFound`; CancellationError when the person does not choose.
 */
export async function pickProject(argument: unknown, { store, memory }: ProjectChoices): Promise<string> {
  const entries = await store.entries();
  const chosen = choose(entries, { argument, memory });
  if (chosen.kind === 'none') throw noProject();
  return chosen.kind === 'certain' ? chosen.folder : askForProject(entries);
}

interface ProjectChoices {
  readonly store: ProjectStore;
  readonly memory: vscode.Memento;
}

/** The project a command would act on now, if unambiguous and already read. */
export function likelyProject({ store, memory }: ProjectChoices): string | undefined {
  if (store.state.kind !== 'loaded') return undefined;
  const chosen = choose(store.state.entries, { argument: undefined, memory });
  return chosen.kind === 'certain' ? chosen.folder : undefined;
}

function choose(
  entries: readonly ProjectEntry[],
  { argument, memory }: { readonly argument: unknown; readonly memory: vscode.Memento },
): ChosenProject {
  return chooseProject({
    projects: entries.map(({ folder }) => folder),
    named: folderOf(argument),
    activeFile: fileOf(argument) ?? vscode.window.activeTextEditor?.document.uri.fsPath,
    selected: memory.get<string>(selectedKey),
  });
}

/** @throws EdkError `project.notFound`; CancellationError */
export async function selectProject({ store, memory }: ProjectChoices): Promise<string> {
  const entries = await store.entries();
  if (entries.length === 0) throw noProject();
  const folder = await askForProject(entries);
  await memory.update(selectedKey, folder);
  store.tellAgain();
  return folder;
}

function noProject(): EdkError {
  return new EdkError('project.notFound', vscode.l10n.t('There is no extension in this workspace.'));
}

async function askForProject(entries: readonly ProjectEntry[]): Promise<string> {
  const items = entries.map(({ folder }) => ({
    label: basename(folder),
    description: vscode.workspace.asRelativePath(folder, true),
    folder,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Select a project') });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.folder;
}

/** The explorer and editor titles pass a Uri. */
function fileOf(argument: unknown): string | undefined {
  return argument instanceof vscode.Uri ? argument.fsPath : undefined;
}

/** Menus pass a node, other code `{ folder }`. */
function folderOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('folder' in argument)) return undefined;
  return typeof argument.folder === 'string' && argument.folder !== '' ? argument.folder : undefined;
}
