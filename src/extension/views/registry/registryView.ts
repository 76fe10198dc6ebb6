import * as vscode from 'vscode';
import { listRepositories, readTags } from '../../../core/deploy/listRegistry.ts';
import { isCancellation } from '../../../core/errors/cancellation.ts';
import { reportError } from '../../../core/jobs/reportError.ts';
import { onDidChangeConfig } from '../../config.ts';
import type { Services } from '../../services.ts';
import { errorRows, type RowAction } from '../errorRow.ts';
import { pollWhileVisible } from '../pollWhileVisible.ts';
import type { ProjectStore } from '../projects/projectStore.ts';
import { RowTreeProvider } from '../rowTreeProvider.ts';
import { translate } from '../translate.ts';
import { imageUsers } from './imageUsers.ts';
import { registryRows, type RegistryRow, type RegistrySubject } from './registryRows.ts';

const pauseMs = 30_000;

export interface RegistryView {
  /** Reads everything again, also the tags of what is open. */
  refresh(): Promise<void>;
}

/** The view Local Registry: repositories while it is seen, tags when one is opened. */
export function createRegistryView({ context, jobs, toolkit }: Services, projects: ProjectStore): RegistryView {
  let loading: AbortController | undefined;
  const load = async (signal: AbortSignal): Promise<RegistryRow[]> => {
    try {
      const kit = await toolkit();
      const repositories = await listRepositories(kit, signal);
      if (repositories.length === 0) return [];
      const usedBy = imageUsers(await projects.entries());
      return registryRows({
        repositories,
        usedBy,
        readTags: (repository) => readTags(kit, repository, new AbortController().signal),
        now: () => Date.now(),
        translate,
      });
    } catch (error) {
      if (isCancellation(error)) throw error;
      return errorRows('registry', { error: reportError(error), actions: errorActions(), subject: { kind: 'none' } });
    }
  };
  const look = async (): Promise<void> => {
    loading?.abort();
    const mine = (loading = new AbortController());
    const rows = await load(mine.signal).catch(() => undefined);
    if (rows !== undefined && !mine.signal.aborted) provider.show(rows);
  };
  const poll = pollWhileVisible({ look, cancel: () => loading?.abort(), pause: () => pauseMs });
  const provider = new RowTreeProvider<RegistrySubject>(() => poll.now());
  const view = vscode.window.createTreeView('kaapanaEdk.registry', { treeDataProvider: provider });
  const refresh = async (): Promise<void> => {
    await poll.now();
    provider.redraw();
  };
  const refreshIfSeen = (): void => {
    if (view.visible) void refresh();
  };
  context.subscriptions.push(
    view,
    provider,
    poll,
    view.onDidChangeVisibility(({ visible }) => poll.visible(visible)),
    jobs.onDidChange((job) => {
      if (!jobs.running.some(({ id }) => id === job.id)) refreshIfSeen();
    }),
    onDidChangeConfig(refreshIfSeen),
  );
  return { refresh };
}

function errorActions(): RowAction[] {
  return [
    { id: 'kaapanaEdk.refreshRegistry', title: translate('Retry'), icon: 'refresh' },
    { id: 'kaapanaEdk.startPlatform', title: translate('Start Local Platform'), icon: 'debug-start' },
  ];
}
