import * as vscode from 'vscode';
import type { CatalogueRelease, CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import { describeState } from '../../views/extensions/describeState.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { readSubject, type ChosenExtension } from '../../views/extensions/rowSubject.ts';
import { translate } from '../../ui/translate.ts';

export type ChosenRelease = ChosenExtension & { readonly release: CatalogueRelease };

export interface ChoiceTexts {
  readonly prompt: string;
  /** Shown when there is nothing to choose from. */
  readonly none: string;
}

/** The row that a menu was opened on, or else the user's selection. @throws CancellationError */
export async function chooseExtension(
  view: ExtensionsView,
  argument: unknown,
  { accepts, ...texts }: ChoiceTexts & { readonly accepts: (choice: ChosenExtension) => boolean },
): Promise<ChosenExtension> {
  const given = readSubject(argument);
  if (given !== undefined) return given;
  const choices = (await loadExtensions(view)).map((extension) => ({
    extension,
    release: extension.multiInstallable ? undefined : extension.releases[0],
  }));
  return choose(choices.filter(accepts), texts);
}

/** The same for releases. @throws CancellationError */
export async function chooseRelease(
  view: ExtensionsView,
  argument: unknown,
  { accepts = () => true, ...texts }: ChoiceTexts & { readonly accepts?: (choice: ChosenRelease) => boolean },
): Promise<ChosenRelease> {
  const given = readSubject(argument);
  if (given?.release !== undefined) return { ...given, release: given.release };
  const extensions = given === undefined ? await loadExtensions(view) : [given.extension];
  const releases = extensions.flatMap((extension) => extension.releases.map((release) => ({ extension, release })));
  return choose(releases.filter(accepts), texts);
}

async function choose<T extends ChosenExtension>(choices: readonly T[], { prompt, none }: ChoiceTexts): Promise<T> {
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(none);
    throw new vscode.CancellationError();
  }
  const items = choices.map((choice) => {
    const { extension, release } = choice;
    const isNamed = release !== undefined && release.title !== release.name;
    return {
      label: isNamed ? `${extension.title}: ${release.title}` : extension.title,
      description: [release?.version ?? extension.versions[0], describeState(release?.state, translate).word].join(
        ' · ',
      ),
      detail: release?.name ?? extension.chart,
      choice,
    };
  });
  const picked = await vscode.window.showQuickPick(items, { placeHolder: prompt, matchOnDetail: true });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.choice;
}

/** The platform's current extensions. @throws the error that the view shows if the list cannot be loaded */
export async function loadExtensions(view: ExtensionsView): Promise<readonly CatalogueExtension[]> {
  await view.refresh();
  const { state } = view.store;
  if (state.kind === 'failed') throw state.error;
  return state.kind === 'loaded' ? state.extensions : [];
}
