import type * as vscode from 'vscode';
import { registerChecks } from './checks/registerChecks.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { createShellHandlers } from './commands/shellHandlers.ts';
import { registerJobDiagnostics } from './jobs/jobDiagnostics.ts';
import { markAchievements } from './jobs/markAchievements.ts';
import { registerLanguageHelp } from './language/registerLanguageHelp.ts';
import { createServices } from './services.ts';
import { registerStatusBar } from './statusBar/registerStatusBar.ts';
import { registerTasks } from './tasks/registerTasks.ts';
import { putEdkOnPath } from './terminal/putEdkOnPath.ts';
import { registerProjectsView } from './views/projects/registerProjectsView.ts';
import { registerPlatformViews } from './commands/platformHandlers.ts';

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
