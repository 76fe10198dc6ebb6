import { join } from 'node:path';
import * as vscode from 'vscode';
import { onDidChangeConfig, readConfig } from '../../config.ts';
import { setContextKey } from '../../contextKeys.ts';
import type { Checks } from '../../checks/registerChecks.ts';
import type { Services } from '../../services.ts';
import { errorMessage } from '../errorRow.ts';
import { translate } from '../../ui/translate.ts';
import { ImageStates } from './imageStates.ts';
import type { ProjectNode } from './projectNode.ts';
import { ProjectStore } from './projectStore.ts';
import { ProjectTreeProvider } from './projectTreeProvider.ts';

/** Files that affect the view; any other file may be part of an image. */
const shown = /(^|\/)(Chart\.yaml|values\.yaml|requirements\.yaml|edk\.yaml|(.*\.)?Dockerfile|[^/]*\.py)$/;
const settleMs = 400;
/** Checking images starts a process and reads all their files. */
const imagesSettleMs = 1500;

export interface ProjectsView {
  readonly store: ProjectStore;
  readonly view: vscode.TreeView<ProjectNode>;
  /** The projects were read, or another one was selected. */
  readonly onDidChange: vscode.Event<void>;
}

/** The Projects view: loads when first shown, follows files and jobs while visible. */
export function registerProjectsView(services: Services, checks: Checks): ProjectsView {
  const { context, jobs, settings, stateFolder, log } = services;
  const store = new ProjectStore({
    settings,
    stateFolder,
    readProject: checks.project,
    readers: async () => (await import('../../readers.ts')).projectReaders,
    workspaceFolders: () =>
      (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath),
    onDidChange: (state) => {
      setContextKey('kaapanaEdk.hasProject', state.kind === 'loaded' && state.entries.length > 0);
      view.message = state.kind === 'failed' ? errorMessage(state.error, translate) : '';
      provider.redraw();
      lookAtImages.ask();
      if (state.kind === 'loaded') for (const { folder } of state.entries) checks.ask(folder);
      changes.fire();
    },
  });
  const changes = new vscode.EventEmitter<void>();
  const images = new ImageStates({
    ask: async (folder, signal) => {
      const { askEdk } = await import('../../jobs/askEdk.ts');
      const edk = join(context.extensionPath, 'dist', 'edk', 'edk.js');
      return askEdk({ edk, arguments: ['images', '--dir', folder], flags: readConfig() }, signal);
    },
    onDidChange: () => provider.redraw(),
  });
  const provider = new ProjectTreeProvider(store, images, checks);
  const view = vscode.window.createTreeView('kaapanaEdk.projects', {
    treeDataProvider: provider,
    showCollapseAll: true,
  });

  const lookAtImages = settling(imagesSettleMs, () => {
    // An untrusted edk.yaml would decide where requests go.
    if (!view.visible || !vscode.workspace.isTrusted || store.state.kind !== 'loaded') return;
    const readable = store.state.entries.filter(({ kind }) => kind === 'read').map(({ folder }) => folder);
    void images.look(readable).catch((error: unknown) => log.failed('Images', error));
  });
  const reload = settling(settleMs, () => {
    if (view.visible) void store.load();
  });
  let watcher: vscode.Disposable | undefined;
  const watch = (): void => {
    watcher?.dispose();
    watcher = view.visible ? watchFiles((path) => (shown.test(path) ? reload.ask() : lookAtImages.ask())) : undefined;
  };
  context.subscriptions.push(
    view,
    provider,
    changes,
    reload,
    lookAtImages,
    view.onDidChangeVisibility(({ visible }) => {
      watch();
      if (!visible) images.cancel();
      // Not the first time, when the tree asks on its own.
      if (visible && store.state.kind !== 'notLoaded') reload.ask();
      if (visible) void jobs.findRunning();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(reload.ask),
    vscode.workspace.onDidGrantWorkspaceTrust(reload.ask),
    onDidChangeConfig(reload.ask),
    checks.onDidChange(() => provider.redraw()),
    jobs.onDidChange(reload.ask),
    new vscode.Disposable(() => {
      images.cancel();
      watcher?.dispose();
    }),
  );
  watch();
  return { store, view, onDidChange: changes.event };
}

interface Settling {
  readonly ask: () => void;
  readonly dispose: () => void;
}

/** Debounces the work. */
function settling(ms: number, work: () => void): Settling {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask: () => {
      clearTimeout(timer);
      timer = setTimeout(work, ms);
    },
    dispose: () => clearTimeout(timer),
  };
}

function watchFiles(onChange: (path: string) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const tell = ({ path }: vscode.Uri): void => {
    if (!/\/(\.git|node_modules|__pycache__)\//.test(path)) onChange(path);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(tell),
    watcher.onDidCreate(tell),
    watcher.onDidDelete(tell),
  );
}
