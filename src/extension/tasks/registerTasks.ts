import { basename } from 'node:path';
import * as vscode from 'vscode';
import { verbTitle } from '../jobs/jobTitle.ts';
import type { Services } from '../services.ts';
import type { ProjectStore } from '../views/projects/projectStore.ts';
import { translate } from '../ui/translate.ts';
import { createJobTerminal } from './jobTerminal.ts';
import { readTaskDefinition, taskRequest, type TaskDefinition } from './taskDefinition.ts';

const type = 'kaapana';
const perProject = ['deploy', 'build image', 'build chart', 'build extension'] as const;

/** Tasks of type `kaapana`: edk jobs with their output in a terminal. */
export function registerTasks({ context, jobs }: Services, store: ProjectStore): void {
  const make = (definition: TaskDefinition, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Task => {
    const { task, folder, image } = definition;
    const what = image ?? (folder === undefined || folder === '' ? undefined : basename(folder));
    const name = [verbTitle(task, translate), what].filter((part) => part !== undefined).join(' ');
    const execution = new vscode.CustomExecution((resolved) => {
      const around = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
      // VS Code has resolved the variables of tasks.json here.
      const request = {
        ...taskRequest(readTaskDefinition(resolved, translate), around?.uri.fsPath ?? ''),
        title: name,
      };
      return Promise.resolve(createJobTerminal((onEvent, signal) => jobs.stream(request, { onEvent, signal })));
    });
    const made = new vscode.Task({ type, ...definition }, scope, name, 'kaapana', execution, ['$kaapana']);
    made.group = vscode.TaskGroup.Build;
    return made;
  };
  const provider: vscode.TaskProvider = {
    async provideTasks() {
      const entries = await store.entries();
      const tasks = entries.flatMap(({ folder }) => {
        const around = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
        const relative = vscode.workspace.asRelativePath(folder, false);
        const inFolder = relative === folder ? {} : { folder: relative };
        return around === undefined ? [] : perProject.map((task) => make({ task, ...inFolder }, around));
      });
      return entries.length === 0 ? [] : [...tasks, make({ task: 'init' }, vscode.TaskScope.Workspace)];
    },
    resolveTask(task) {
      return make(readTaskDefinition(task.definition, translate), task.scope ?? vscode.TaskScope.Workspace);
    },
  };
  context.subscriptions.push(vscode.tasks.registerTaskProvider(type, provider));
}
