import * as vscode from 'vscode';
import type { CommandHandlers, PlatformCommandId } from '../ui/commandIds.ts';
import { chooseRelease } from './extension/chooseExtension.ts';
import { clearExtensionsFilter, filterExtensions, searchExtensions } from './extension/filterExtensions.ts';
import type { InstallWishes } from './extension/installExtension.ts';
import { openDocumentation, openLink } from './extension/openPages.ts';
import { createStatusDocuments, showDetails, showStatus } from './extension/showExtension.ts';
import { uninstallExtension } from './extension/uninstallExtension.ts';
import { uploadFiles } from './extension/uploadFiles.ts';
import { copyReference, deleteTag, linkOfRegistryUi, openRegistryUi } from './registry/registryCommands.ts';
import { setContextKey } from '../contextKeys.ts';
import type { Services } from '../services.ts';
import { createExtensionsView } from '../views/extensions/extensionsView.ts';
import { watchClicks } from '../views/extensions/rowSubject.ts';
import type { ProjectStore } from '../views/projects/projectStore.ts';
import { createRegistryView } from '../views/registry/registryView.ts';

/** Sets up the Extensions and Local Registry views; returns their command handlers. */
export function registerPlatformViews(services: Services, projects: ProjectStore): CommandHandlers<PlatformCommandId> {
  const view = createExtensionsView(services, projects);
  const registry = createRegistryView(services, { projects, catalogue: view.store });
  const documents = createStatusDocuments(services);
  const showRegistryUi = (): void =>
    setContextKey('kaapanaEdk.registryHasUi', linkOfRegistryUi(view.store) !== undefined);
  services.context.subscriptions.push(view.onDidChange(showRegistryUi));
  const install = async (argument: unknown, wishes: InstallWishes): Promise<void> => {
    const { installExtension } = await import('./extension/installExtension.ts');
    await installExtension(services, { view, argument, wishes });
  };
  const isSecondClick = watchClicks(() => performance.now());
  const single = { extension: 'single', version: 'newest' } as const;
  return {
    'kaapanaEdk.refreshExtensions': () => view.refresh(),
    'kaapanaEdk.filterExtensions': () => filterExtensions(view),
    'kaapanaEdk.searchExtensions': () => searchExtensions(view),
    'kaapanaEdk.clearExtensionsFilter': () => clearExtensionsFilter(view),
    'kaapanaEdk.groupExtensions': () => view.choose({ layout: 'grouped' }),
    'kaapanaEdk.flattenExtensions': () => view.choose({ layout: 'flat' }),
    'kaapanaEdk.connectPlatform': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'kaapanaEdk.platform'),
    'kaapanaEdk.install': (argument) => install(argument, single),
    'kaapanaEdk.installVersion': (argument) => install(argument, { ...single, version: 'ask' }),
    'kaapanaEdk.launch': (argument) => install(argument, { ...single, extension: 'multi' }),
    'kaapanaEdk.uninstall': (argument) => uninstallExtension(services, { view, argument, hooks: 'run' }),
    'kaapanaEdk.deleteRelease': (argument) => uninstallExtension(services, { view, argument, hooks: 'run' }),
    'kaapanaEdk.forceUninstall': (argument) => uninstallExtension(services, { view, argument, hooks: 'skip' }),
    'kaapanaEdk.openLink': (argument) => openLink(services, view, argument),
    'kaapanaEdk.openDocumentation': (argument) => openDocumentation(view, argument),
    'kaapanaEdk.showStatus': (argument) => showStatus(documents, { view, argument }),
    'kaapanaEdk.showDetails': async (argument, by) => {
      if (by === 'clickedTwice' && !isSecondClick(argument)) return;
      await showDetails(services, { view, projects, documents }, argument);
    },
    'kaapanaEdk.copyReleaseName': async (argument) => {
      const { release } = await chooseRelease(view, argument, {
        prompt: vscode.l10n.t('Select a release to copy its name'),
        none: vscode.l10n.t('No extension is installed.'),
      });
      await vscode.env.clipboard.writeText(release.name);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', release.name), 3000);
    },
    'kaapanaEdk.upload': (argument) => uploadFiles(services, argument),
    'kaapanaEdk.refreshRegistry': () => registry.refresh(),
    'kaapanaEdk.openRegistryUi': () => openRegistryUi(services, view),
    'kaapanaEdk.copyReference': (argument) => copyReference(services, argument),
    'kaapanaEdk.deleteTag': (argument) => deleteTag(services, { view: registry, argument }),
  };
}
