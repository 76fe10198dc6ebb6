import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { z } from 'zod';
import { EdkError } from '../../../core/errors/edkError.ts';
import { checkReleaseName, checkVersion } from '../../../core/platform/checkNames.ts';
import { readForm } from '../../../shared/parameters/readForm.ts';
import { askParameters } from '../../forms/askParameters.ts';
import type { SuccessNotice } from '../../jobs/jobRequest.ts';
import { requireTrust } from '../../ui/editor.ts';
import type { Services } from '../../services.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { chooseExtension } from './chooseExtension.ts';
import { deployedNote } from '../project/buildProject.ts';
import { writePrivateFile } from '../../../core/files/writeFiles.ts';
import type { Answers } from '../../../shared/parameters/parameter.ts';

export interface InstallWishes {
  readonly extension: 'single' | 'multi';
  readonly version: 'newest' | 'ask';
}

/** Asks for the extension's parameters and installs or launches it in a job. */
export async function installExtension(
  { context, jobs, panels, settings }: Services,
  {
    view,
    argument,
    wishes,
  }: { readonly view: ExtensionsView; readonly argument: unknown; readonly wishes: InstallWishes },
): Promise<void> {
  requireTrust(vscode.l10n.t('Install'));
  const isLaunch = wishes.extension === 'multi';
  const { extension } = await chooseExtension(view, argument, {
    ...(isLaunch
      ? { prompt: vscode.l10n.t('Select an extension to launch'), none: vscode.l10n.t('No extension can be launched.') }
      : {
          prompt: vscode.l10n.t('Select an extension to install'),
          none: vscode.l10n.t('No extension can be installed.'),
        }),
    accepts: (choice) =>
      choice.extension.versions.length > 0 &&
      choice.release === undefined &&
      (wishes.version === 'ask' || choice.extension.multiInstallable === isLaunch),
  });
  const { chart, multiInstallable, parameters } = extension;
  const { platformProject, folders } = await settings();
  if (multiInstallable && platformProject === undefined) throw noProject(chart);
  const version = await chooseVersion(extension.versions, wishes.version);
  // They become command-line arguments.
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
      ? vscode.l10n.t('{0} (set to {1}) was not applied', key, given)
      : vscode.l10n.t('{0} is {2} instead of {1}', key, given, arrived),
  );
  return {
    message:
      differences.length === 0
        ? installed?.state === 'deployed'
          ? `${vscode.l10n.t('{0} is deployed.', name)} ${deployedNote()}`
          : vscode.l10n.t('{0} is installed and running.', name)
        : vscode.l10n.t('{0} is installed and running, but some parameters differ: {1}.', name, differences.join('; ')),
    severity: differences.length === 0 ? 'information' : 'warning',
    next: {
      title: vscode.l10n.t('Show Status'),
      run: () => vscode.commands.executeCommand('kaapanaEdk.showStatus', { releaseName: release }),
    },
  };
}

function noProject(chart: string): EdkError {
  return new EdkError('usage', vscode.l10n.t('Cannot launch {0}: no platform project is selected.', chart), {
    remedy: vscode.l10n.t('Run "Select Platform Project", or set "Platform Project" in the settings to <id>:<name>.'),
  });
}

async function chooseVersion(versions: readonly string[], wish: InstallWishes['version']): Promise<string> {
  const [newest] = versions;
  if (newest === undefined)
    throw new EdkError('platform.unknownExtension', vscode.l10n.t('The platform has no version of this extension.'));
  if (wish === 'newest') return newest;
  const chosen = await vscode.window.showQuickPick([...versions], { placeHolder: vscode.l10n.t('Version') });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen;
}

const installedSchema = z.object({
  releaseName: z.string(),
  version: z.string(),
  state: z.enum(['running', 'completed', 'deployed']),
  /** Parameters that the chart received with a different value. */
  changed: z.array(z.object({ key: z.string(), given: z.string(), arrived: z.string().optional() })).default([]),
});

/** The result of `edk install`. */
function readInstalled(value: unknown): z.infer<typeof installedSchema> | undefined {
  return installedSchema.safeParse(value).data;
}

/**
 * Passes parameters to `edk install` in a file that only this user can read and that edk deletes: a command line with a
 * password in it could be read by anyone on the machine.
 */
async function withParameterFile<T>(
  stateFolder: string,
  answers: Answers,
  work: (options: readonly string[]) => Promise<T>,
): Promise<T> {
  if (Object.keys(answers).length === 0) return work([]);
  const file = join(stateFolder, 'parameters', `${randomUUID()}.json`);
  try {
    await writePrivateFile(file, JSON.stringify(answers));
    return await work(['--parameters-once', file]);
  } finally {
    await rm(file, { force: true });
  }
}
