import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { registerChecks } from './checks/registerChecks.ts';
import { createShellHandlers } from './commands/shellHandlers.ts';
import { markAchievements, registerJobDiagnostics } from './jobs/watchJobs.ts';
import { registerLanguageHelp } from './language/registerLanguageHelp.ts';
import { createServices, type Services } from './services.ts';
import { registerStatusBar } from './statusBar/registerStatusBar.ts';
import { registerTasks } from './tasks/registerTasks.ts';
import { registerProjectsView } from './views/projects/registerProjectsView.ts';
import { registerPlatformViews } from './commands/platformHandlers.ts';
import { reportError } from './ui/reportError.ts';
import { commandIds, type CommandHandlers, type CommandId } from './ui/commandIds.ts';

/** Only registers: no process is started, no request sent and no file read until a view or command needs it. */
export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  const checks = registerChecks(services);
  registerLanguageHelp(services, checks);
  const projects = registerProjectsView(services, checks);
  const { store } = projects;
  registerCommands(services, {
    ...createShellHandlers(services, store, checks),
    ...registerPlatformViews(services, store),
  });
  registerStatusBar(services, projects);
  registerTasks(services, store);
  putEdkOnPath(context);
  context.subscriptions.push(markAchievements(services.jobs), registerJobDiagnostics(services.jobs));
}

/** Registers all commands. Errors thrown by a handler are shown once, cancellations never. */
function registerCommands({ context, log }: Services, handlers: CommandHandlers<CommandId>): void {
  for (const id of commandIds) {
    const run = async (...args: readonly unknown[]): Promise<unknown> => {
      try {
        return await handlers[id](...args);
      } catch (error) {
        await reportError(error, log);
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}

/**
 * Puts `edk` on the PATH of the integrated terminals. The launcher in `scripts/bin` runs it with the Node that this
 * process runs on, as there may be no other. Not in untrusted workspaces, since edk follows their `edk.yaml`.
 */
function putEdkOnPath({
  environmentVariableCollection: variables,
  extensionPath,
  subscriptions,
}: vscode.ExtensionContext): void {
  const offer = (): void => {
    variables.description = vscode.l10n.t('Adds the edk command, which builds and deploys extensions');
    variables.prepend('PATH', `${join(extensionPath, 'scripts', 'bin')}${delimiter}`);
    variables.replace('EDK_NODE', process.execPath);
  };
  if (vscode.workspace.isTrusted) offer();
  // Left over from an earlier session.
  else variables.clear();
  subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(offer));
}
