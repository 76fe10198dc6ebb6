import * as vscode from 'vscode';
import { connectToPlatform } from '../../../core/useCases/context/edkContext.ts';
import { reportError } from '../../../core/jobs/reportError.ts';
import { listExtensions } from '../../../core/platform/platformApi.ts';
import { onDidChangeConfig } from '../../config.ts';
import { setContextKey, type ContextKeys } from '../../contextKeys.ts';
import type { Services } from '../../services.ts';
import { errorMessage } from '../errorRow.ts';
import { pollWhileVisible } from '../pollWhileVisible.ts';
import type { ProjectStore } from '../projects/projectStore.ts';
import { RowTreeProvider } from '../rowTreeProvider.ts';
import { translate } from '../../ui/translate.ts';
import { CatalogueStore } from './catalogueStore.ts';
import { filterCatalogue, isUsual, describeHidden } from './catalogueFilter.ts';
import { factOfJob } from './jobFact.ts';
import { extensionRows, type ExtensionRow, type ExtensionSubject, platformErrorRows } from './extensionRows.ts';
import { readChoices, type ViewChoices } from './viewChoices.ts';

const choicesKey = 'extensionsView';
const pauses = { inMotion: 5000, failed: 10_000, usual: 30_000 };

export interface ExtensionsView {
  readonly store: CatalogueStore;
  readonly choices: ViewChoices;
  choose(next: Partial<ViewChoices>): Promise<void>;
  refresh(): Promise<void>;
  /** Polls more often for a while. */
  hurry(): void;
  /** The store, its filter or its layout has changed. */
  readonly onDidChange: vscode.Event<void>;
  /** The selected row. */
  readonly selected: ExtensionRow | undefined;
  /** Also polls while something else shows the store. */
  watch(isVisible: () => boolean, onDidChange: vscode.Event<unknown>): vscode.Disposable;
}

/** The Extensions view: the platform's extensions, refreshed while visible. */
export function createExtensionsView(services: Services, projects: ProjectStore): ExtensionsView {
  const { context, jobs, edkContext } = services;
  const changes = new vscode.EventEmitter<void>();
  const watchers = new Set<() => boolean>();
  const store = new CatalogueStore({
    load: async (signal) => listExtensions(connectToPlatform(await edkContext()), signal),
    now: () => performance.now(),
    onChange: () => {
      draw();
      changes.fire();
    },
  });
  const poll = pollWhileVisible({
    look: () => store.refresh(),
    cancel: () => store.cancelRefresh(),
    pause: () => {
      if (store.state.kind === 'failed') return pauses.failed;
      return store.inMotion || jobs.running.length > 0 ? pauses.inMotion : pauses.usual;
    },
  });
  const provider = new RowTreeProvider<ExtensionSubject>(() => poll.now());
  const view = vscode.window.createTreeView('kaapanaEdk.extensions', { treeDataProvider: provider });
  let choices = readChoices(context.workspaceState.get(choicesKey));

  const draw = (): void => {
    const { state } = store;
    let content: ContextKeys['kaapanaEdk.extensionsContent'] = 'unknown';
    if (state.kind === 'loaded') {
      const { shown, hidden } = filterCatalogue(state.extensions, choices.filter);
      const { layout } = choices;
      content = shown.length > 0 ? 'some' : hidden.length > 0 ? 'hidden' : 'none';
      provider.show(extensionRows({ shown, broken: state.broken, layout, translate }));
      show(view, { message: describeHidden(hidden, ownCharts(projects), translate), search: choices.filter.text });
    } else {
      const error = state.kind === 'failed' ? reportError(state.error) : undefined;
      provider.show(error === undefined ? undefined : platformErrorRows(error, translate));
      show(view, { message: error === undefined ? undefined : errorMessage(error, translate), search: '' });
    }
    setContextKey('kaapanaEdk.extensionsContent', content);
    setContextKey('kaapanaEdk.extensionsLayout', choices.layout);
    setContextKey('kaapanaEdk.extensionsFiltered', !isUsual(choices.filter));
  };

  const look = (): void => poll.visible(view.visible || [...watchers].some((isVisible) => isVisible()));

  context.subscriptions.push(
    view,
    changes,
    provider,
    poll,
    view.onDidChangeVisibility(look),
    jobs.onDidEnd((job) => {
      const fact = factOfJob(job);
      if (fact !== undefined) store.learn(fact);
    }),
    jobs.onDidChange(() => {
      if (view.visible) void poll.now();
    }),
    onDidChangeConfig(() => {
      store.forget();
      if (view.visible) void poll.now();
    }),
  );
  return {
    store,
    get choices() {
      return choices;
    },
    async choose(next) {
      choices = { ...choices, ...next };
      draw();
      await context.workspaceState.update(choicesKey, choices);
    },
    refresh: () => poll.now(),
    hurry: () => poll.hurry(),
    onDidChange: changes.event,
    get selected() {
      return view.selection[0];
    },
    watch(isVisible, onDidChange) {
      watchers.add(isVisible);
      const listener = onDidChange(look);
      look();
      return new vscode.Disposable(() => {
        listener.dispose();
        watchers.delete(isVisible);
        look();
      });
    },
  };
}

/** Sets only what changed, since the view scrolls when its message is set. */
function show(
  view: vscode.TreeView<ExtensionRow>,
  { message = '', search }: { readonly message: string | undefined; readonly search: string },
): void {
  if ((view.message ?? '') !== message) view.message = message;
  const description = search.trim() === '' ? '' : `"${search.trim()}"`;
  if ((view.description ?? '') !== description) view.description = description;
}

/** Names of the workspace's charts, if its projects have been read. */
function ownCharts(projects: ProjectStore): ReadonlySet<string> {
  const { state } = projects;
  const entries = state.kind === 'loaded' ? state.entries : [];
  const names = entries.map((entry) => (entry.kind === 'read' ? entry.chart?.name : undefined));
  return new Set(names.filter((name) => name !== undefined));
}
