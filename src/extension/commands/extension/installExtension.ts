import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import { checkReleaseName, checkVersion } from '../../../core/platform/checkNames.ts';
import { readForm } from '../../../shared/parameters/readForm.ts';
import { askParameters } from '../../forms/askParameters.ts';
import type { SuccessNotice } from '../../jobs/jobRequest.ts';
import type { Services } from '../../services.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { chooseExtension } from './chooseExtension.ts';
import { deployedNote } from '../project/buildProject.ts';
import { readInstalled } from './readInstalled.ts';
import { withParameterFile } from './withParameterFile.ts';

export interface InstallWishes {
  readonly extension: 'single' | 'multi';
  readonly version: 'newest' | 'ask';
}

/** Asks for what the extension wants to know and installs or launches it in a job. */
export async function installExtension(
  { context, jobs, panels, settings }: Services,
  {
    view,
    argument,
    wishes,
  }: { readonly view: ExtensionsView; readonly argument: unknown; readonly wishes: InstallWishes },
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw new EdkError('workspace.untrusted', 'Installing an extension needs a trusted workspace.');
  }
  const isLaunch = wishes.extension === 'multi';
  const { extension } = await chooseExtension(view, argument, {
    prompt: isLaunch ? vscode.l10n.t('Extension to launch') : vscode.l10n.t('Extension to install'),
    accepts: (choice) =>
      choice.extension.versions.length > 0 &&
      choice.release === undefined &&
      (wishes.version === 'ask' || choice.extension.multiInstallable === isLaunch),
  });
  const { chart, multiInstallable, parameters } = extension;
  const { platformProject, folders } = await settings();
  if (multiInstallable && platformProject === undefined) throw noProject(chart);
  const version = await chooseVersion(extension.versions, wishes.version);
  // They become arguments of a command.
  checkReleaseName(chart);
  checkVersion(version);
  const title = multiInstallable
    ? vscode.l10n.t('Launch {0} {1}', extension.title, version)
    : vscode.l10n.t('Install {0} {1}', extension.title, version);
  const answers = await askParameters(
    {
      entries: readForm(parameters),
      title,
      accept: multiInstallable ? vscode.l10n.t('Launch') : vscode.l10n.t('Install'),
      extension: chart,
    },
    { panels, memory: context.workspaceState },
  );
  const fact = view.store.addFact({ kind: 'installing', job: randomUUID(), chart, version });
  view.hurry();
  let installed: ReturnType<typeof readInstalled>;
  try {
    const result = await withParameterFile(folders.state, answers, (given) =>
      jobs.run({
        verb: 'install',
        arguments: [chart, '--chart-version', version, ...given],
        title,
        succeeded: (value) => installedNotice(readInstalled(value), { chart, name: `${extension.title} ${version}` }),
      }),
    );
    installed = result.outcome === 'succeeded' ? readInstalled(result.value) : undefined;
  } finally {
    fact.replace(
      installed === undefined
        ? undefined
        : { kind: 'installed', chart, release: installed.releaseName, version, state: installed.state },
    );
    view.hurry();
  }
}

function installedNotice(
  installed: ReturnType<typeof readInstalled>,
  { chart, name }: { readonly chart: string; readonly name: string },
): SuccessNotice {
  const release = installed?.releaseName ?? chart;
  const changed = installed?.changed ?? [];
  const differences = changed.map(({ key, given, arrived }) =>
    arrived === undefined
      ? vscode.l10n.t('{0} (given: {1}) did not arrive', key, given)
      : vscode.l10n.t('{0} arrived as {2} instead of {1}', key, given, arrived),
  );
  return {
    message:
      differences.length === 0
        ? installed?.state === 'deployed'
          ? `${vscode.l10n.t('{0} is deployed.', name)} ${deployedNote()}`
          : vscode.l10n.t('{0} is installed and runs.', name)
        : vscode.l10n.t(
            '{0} is installed and runs, but not with all that was given: {1}.',
            name,
            differences.join('; '),
          ),
    severity: differences.length === 0 ? 'information' : 'warning',
    next: {
      title: vscode.l10n.t('Show Status'),
      run: () => vscode.commands.executeCommand('kaapanaEdk.showStatus', { releaseName: release }),
    },
  };
}

function noProject(chart: string): EdkError {
  return new EdkError('usage', `${chart} is launched for a project of the platform, and none is chosen.`, {
    remedy: 'Name the project in the setting "Platform Project", as <id>:<name>.',
  });
}

async function chooseVersion(versions: readonly string[], wish: InstallWishes['version']): Promise<string> {
  const [newest] = versions;
  if (newest === undefined) throw new EdkError('platform.unknownExtension', 'The platform has no version of it.');
  if (wish === 'newest') return newest;
  const chosen = await vscode.window.showQuickPick([...versions], { placeHolder: vscode.l10n.t('Version') });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen;
}
