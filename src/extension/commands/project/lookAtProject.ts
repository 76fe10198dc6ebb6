import { join } from 'node:path';
import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import { restoreError } from '../../../core/jobs/reportError.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import { isProjectNode } from '../../views/projects/projectNode.ts';
import type { ProjectStore } from '../../views/projects/projectStore.ts';

export async function revealProject(folder: string): Promise<void> {
  await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(folder));
}

/** @throws EdkError `chart.missing`, or the reason why the project cannot be read. */
export async function openChart(store: ProjectStore, folder: string): Promise<void> {
  const { chart } = await readEntry(store, folder);
  if (chart === undefined) throw new EdkError('chart.missing', vscode.l10n.t('{0} has no chart.', folder));
  await vscode.window.showTextDocument(vscode.Uri.file(join(chart.folder, 'Chart.yaml')));
}

/** Copies the reference that the cluster pulls an image by. @throws CancellationError if no image is selected. */
export async function copyImageReference(
  { store, settings }: { readonly store: ProjectStore; readonly settings: (folder: string) => Promise<Settings> },
  folder: string,
  argument: unknown,
): Promise<string> {
  const { images } = (await readEntry(store, folder)).project;
  const named = isProjectNode(argument) ? argument.imageName : undefined;
  const name = named ?? (await chooseImage(images.flatMap(({ name: one }) => one ?? [])));
  const { registry, buildVersion } = await settings(folder);
  const tag = images.find((image) => image.name === name)?.role === 'base' ? 'latest' : buildVersion;
  const reference = `${registry.pull}/${name}:${tag}`;
  await vscode.env.clipboard.writeText(reference);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', reference), 4000);
  return reference;
}

async function chooseImage(names: readonly string[]): Promise<string> {
  const [only] = names;
  const chosen =
    names.length === 1
      ? only
      : await vscode.window.showQuickPick(names, { placeHolder: vscode.l10n.t('Select an image') });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen;
}

async function readEntry(store: ProjectStore, folder: string) {
  const entry = (await store.entries()).find((one) => one.folder === folder);
  if (entry === undefined)
    throw new EdkError('project.notFound', vscode.l10n.t('{0} is not a project in this workspace.', folder));
  if (entry.kind === 'read') return entry;
  throw restoreError(entry.error);
}

/** The image a command was called on: a row, or a Dockerfile in the explorer or an editor. */
export async function imageNameOf(store: ProjectStore, argument: unknown): Promise<string | undefined> {
  if (isProjectNode(argument)) return argument.imageName;
  if (!(argument instanceof vscode.Uri)) return undefined;
  const projects = (await store.entries()).flatMap((entry) => (entry.kind === 'read' ? [entry.project] : []));
  return projects.flatMap(({ images }) => images).find(({ file }) => file.file === argument.fsPath)?.name;
}
