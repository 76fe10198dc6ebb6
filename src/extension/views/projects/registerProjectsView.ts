import * as vscode from 'vscode';
import { setContextKey } from '../../contextKeys.ts';
import type { Services } from '../../services.ts';
import type { ProjectNode } from './projectNode.ts';
import { ProjectStore } from './projectStore.ts';
import { createProjectTreeProvider } from './projectTreeProvider.ts';

/** Files whose change changes what the view shows. */
const watched = '**/{Chart.yaml,values.yaml,requirements.yaml,edk.yaml,Dockerfile,*.Dockerfile,*.py}';
const settleMs = 400;

export interface ProjectsView {
  readonly store: ProjectStore;
  readonly view: vscode.TreeView<ProjectNode>;
}

/** The view Projects: loads when it is seen first, follows files and jobs while it is seen. */
export function registerProjectsView({ context, jobs, settings, stateFolder }: Services): ProjectsView {
  const changes = new vscode.EventEmitter<undefined>();
  const store = new ProjectStore({
    settings,
    stateFolder,
    readers: async () => (await import('./projectReaders.ts')).projectReaders,
    workspaceFolders: () =>
      (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath),
    onDidChange: (state) => {
      setContextKey('kaapanaEdk.hasProject', state.kind === 'loaded' && state.entries.length > 0);
      changes.fire(undefined);
    },
  });
  const view = vscode.window.createTreeView('kaapanaEdk.projects', {
    treeDataProvider: createProjectTreeProvider(store, changes.event),
    showCollapseAll: true,
  });

  let timer: NodeJS.Timeout | undefined;
  const reload = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (view.visible) void store.load();
    }, settleMs);
  };
  let watcher: vscode.Disposable | undefined;
  const watch = (): void => {
    watcher?.dispose();
    watcher = view.visible ? watchFiles(reload) : undefined;
  };
  context.subscriptions.push(
    view,
    changes,
    view.onDidChangeVisibility(({ visible }) => {
      watch();
      // Not the first time: the tree asks by itself then.
      if (visible && store.state.kind !== 'notLoaded') reload();
      if (visible) void jobs.findRunning();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(reload),
    jobs.onDidChange(reload),
    new vscode.Disposable(() => {
      clearTimeout(timer);
      watcher?.dispose();
    }),
  );
  watch();
  return { store, view };
}

function watchFiles(onChange: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(watched);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(onChange),
    watcher.onDidCreate(onChange),
    watcher.onDidDelete(onChange),
  );
}
