import * as vscode from 'vscode';
import { suppressFinding } from '../checks/findingActions.ts';
import { registerSignIn } from '../signIn/registerSignIn.ts';
import type { Checks } from '../checks/registerChecks.ts';
import type { Services } from '../services.ts';
import { readSubject } from '../views/extensions/rowSubject.ts';
import type { ProjectStore } from '../views/projects/projectStore.ts';
import type { CommandHandlers, ShellCommandId } from '../ui/commandIds.ts';
import { cancelRunningJob, showJob, showLatestLog } from './job/jobCommands.ts';
import { initializeEdk, startPlatform, stopPlatform } from './kit/setupJobs.ts';
import type { NewExtension } from './kit/newExtension.ts';
import { runDoctor } from './kit/runDoctor.ts';
import { showMenu } from './kit/showMenu.ts';
import { buildChart, buildExtension, buildImage, deployProject } from './project/buildProject.ts';
import { startDeployingOnSave, stopDeployingOnSave } from './project/deployOnSave.ts';
import { imageNameOf, copyImageReference, openChart, revealProject } from './project/lookAtProject.ts';
import { checkProject } from './project/checkProject.ts';
import { pickProject, selectProject } from './project/pickProject.ts';
import { askDataFolder, runContainer, runWorkflow } from './project/runProject.ts';
import { registerResultsDocuments } from '../views/runs/resultsDocuments.ts';

/** Handlers of the commands for projects, jobs and the EDK itself. */
export function createShellHandlers(
  services: Services,
  store: ProjectStore,
  checks: Checks,
): CommandHandlers<ShellCommandId> {
  const { context, jobs, settings } = services;
  const choice = { store, memory: context.workspaceState };
  const pick = (argument: unknown): Promise<string> => pickProject(argument, choice);
  const make = async (kind: NewExtension['kind'], title: string): Promise<void> => {
    const { newExtension } = await import('./kit/newExtension.ts');
    await newExtension(services, { kind, title, onWritten: () => void store.load() });
  };
  const platform = registerSignIn(services);
  registerResultsDocuments(context.subscriptions);
  return {
    'kaapanaEdk.signIn': () => platform.signIn(),
    'kaapanaEdk.signOut': () => platform.signOut(),
    'kaapanaEdk.selectPlatformProject': () => platform.selectProject(),
    'kaapanaEdk.newWorkflow': () => make('workflow', vscode.l10n.t('New Workflow Extension')),
    'kaapanaEdk.newApplication': () => make('application', vscode.l10n.t('New Application Extension')),
    'kaapanaEdk.initialize': () => initializeEdk(jobs),
    'kaapanaEdk.checkProject': async (argument) => checkProject(jobs, checks, await pick(argument)),
    'kaapanaEdk.suppressFinding': (argument) => suppressFinding(argument),
    'kaapanaEdk.deploy': async (argument) => deployProject(jobs, await pick(argument)),
    'kaapanaEdk.runOnSample': async (argument) =>
      runContainer(jobs, { project: await pick(argument), image: await imageNameOf(store, argument) }),
    'kaapanaEdk.runOnFolder': async (argument) => {
      const container = { project: await pick(argument), image: await imageNameOf(store, argument) };
      return runContainer(jobs, { ...container, data: await askDataFolder() });
    },
    'kaapanaEdk.runWorkflow': async (argument) => runWorkflow(jobs, await pick(argument)),
    'kaapanaEdk.startDeployingOnSave': async (argument) => startDeployingOnSave(services, await pick(argument)),
    'kaapanaEdk.stopDeployingOnSave': async (argument) => stopDeployingOnSave(services, await pick(argument)),
    'kaapanaEdk.buildImage': async (argument) =>
      buildImage(jobs, await pick(argument), await imageNameOf(store, argument)),
    'kaapanaEdk.buildChart': async (argument) => buildChart(jobs, await pick(argument)),
    'kaapanaEdk.buildExtension': async (argument) => buildExtension(jobs, await pick(argument)),
    'kaapanaEdk.startPlatform': () => startPlatform(jobs),
    'kaapanaEdk.stopPlatform': () => stopPlatform(jobs),
    'kaapanaEdk.runDoctor': () => runDoctor(jobs),
    'kaapanaEdk.explain': async (argument) => {
      const { explain } = await import('./project/explain.ts');
      const chosen = readSubject(argument);
      const release = chosen === undefined ? undefined : (chosen.release?.name ?? chosen.extension.chart);
      const folder = release === undefined ? await pick(argument) : undefined;
      return explain(jobs, { name: release ?? folder ?? '.', folder });
    },
    'kaapanaEdk.selectProject': () => selectProject(choice),
    'kaapanaEdk.refreshProjects': () => store.load(),
    'kaapanaEdk.revealProject': async (argument) => revealProject(await pick(argument)),
    'kaapanaEdk.openChart': async (argument) => openChart(store, await pick(argument)),
    'kaapanaEdk.copyImageReference': async (argument) =>
      copyImageReference({ store, settings }, await pick(argument), argument),
    'kaapanaEdk.showJob': () => showJob(services),
    'kaapanaEdk.showLog': () => showLatestLog(services),
    'kaapanaEdk.cancelJob': () => cancelRunningJob(services),
    'kaapanaEdk.openWalkthrough': () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false),
    'kaapanaEdk.showMenu': () => showMenu({ hasRunningJob: jobs.running.length > 0 }),
  };
}
