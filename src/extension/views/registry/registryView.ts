import * as vscode from 'vscode';
import { readDeployments } from '../../../core/useCases/deploy/deploymentRecord.ts';
import { listRepositories, readTags } from '../../../core/useCases/registry/listRegistry.ts';
import { isCancellation } from '../../../core/errors/edkError.ts';
import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import { reportError } from '../../../core/jobs/reportError.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import { onDidChangeConfig } from '../../config.ts';
import { setContextKey } from '../../contextKeys.ts';
import type { Services } from '../../services.ts';
import { errorMessage, errorRows, type RowAction } from '../errorRow.ts';
import type { CatalogueStore } from '../extensions/catalogueStore.ts';
import { pollWhileVisible } from '../pollWhileVisible.ts';
import type { ProjectStore } from '../projects/projectStore.ts';
import { RowTreeProvider } from '../rowTreeProvider.ts';
import { translate } from '../../ui/translate.ts';
import { imageUsers } from './imageUsers.ts';
import { registryRows, type Deployment, type RegistryRow, type RegistrySubject } from './registryRows.ts';

const pauseMs = 30_000;

export interface RegistryView {
  /** Reloads everything, including the tags of expanded repositories. */
  refresh(): Promise<void>;
}

export interface RegistryNeighbours {
  readonly projects: ProjectStore;
  readonly catalogue: CatalogueStore;
}

/** The Local Registry view: repositories while visible, tags when one is expanded. */
export function createRegistryView(
  { context, jobs, edkContext }: Services,
  { projects, catalogue }: RegistryNeighbours,
): RegistryView {
  let loading: AbortController | undefined;
  const load = async (signal: AbortSignal): Promise<readonly RegistryRow[] | ReportedError> => {
    try {
      const edk = await edkContext();
      const repositories = await listRepositories(edk, signal);
      if (repositories.length === 0) return [];
      const [entries, deployments] = await Promise.all([
        projects.entries(),
        installedFromHere(edk.settings, catalogue),
      ]);
      return registryRows({
        repositories,
        users: imageUsers(entries, edk.settings.registry),
        deployments,
        readTags: (repository) => readTags(edk, repository, new AbortController().signal),
        now: () => Date.now(),
        translate,
      });
    } catch (error) {
      if (isCancellation(error)) throw error;
      return reportError(error);
    }
  };
  const look = async (): Promise<void> => {
    loading?.abort();
    const mine = (loading = new AbortController());
    const answer = await load(mine.signal).catch(() => undefined);
    if (answer === undefined || mine.signal.aborted) return;
    const error = 'code' in answer ? answer : undefined;
    const rows = 'code' in answer ? errorRows<RegistrySubject>('registry', failed(answer)) : answer;
    setContextKey('kaapanaEdk.registryEmpty', rows.length === 0);
    provider.show(rows);
    const message = error === undefined ? '' : errorMessage(error, translate);
    if ((view.message ?? '') !== message) view.message = message;
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

/** What this machine has deployed to the platform, without releases that its list (if known) no longer contains. */
async function installedFromHere(settings: Settings, { state }: CatalogueStore): Promise<readonly Deployment[]> {
  const prefix = `${settings.registry.pull}/`;
  const listed = state.kind === 'loaded' ? state.extensions.flatMap(({ releases }) => releases) : undefined;
  return (await readDeployments(settings))
    .filter(({ platform }) => platform === settings.platformUrl)
    .filter(({ releaseName }) => listed?.some(({ name }) => name === releaseName) !== false)
    .map(({ releaseName, images }) => ({
      releaseName,
      images: images.filter((image) => image.startsWith(prefix)).map((image) => image.slice(prefix.length)),
    }));
}

function failed(error: ReportedError) {
  const actions: readonly RowAction[] = [
    { id: 'kaapanaEdk.refreshRegistry', title: translate('Retry'), icon: 'refresh' },
    { id: 'kaapanaEdk.startPlatform', title: translate('Start Local Platform'), icon: 'debug-start' },
  ];
  return { error, actions, subject: { kind: 'none' }, translate } as const;
}
