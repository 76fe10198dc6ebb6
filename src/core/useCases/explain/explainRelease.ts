import type { JobStep } from '../../jobs/jobStep.ts';
import type { CatalogueExtension, CatalogueRelease } from '../../platform/catalogue/readCatalogue.ts';
import type { HookJob } from '../../platform/installRelease.ts';
import { chartStatus, type ChartStatus } from '../../platform/platformApi.ts';
import { readLocalPlatformAt } from '../../settings/localPlatform.ts';
import type { ChainLink, PlatformExplanation, ReleaseQuestion } from './chainLink.ts';
import { explainDag } from './explainDag.ts';
import { explainPods } from './explainPods.ts';

/** The links from the installation to the DAG in Airflow. */
export async function explainRelease(question: ReleaseQuestion, step: JobStep): Promise<PlatformExplanation> {
  const { edk, platform, subject, extension } = question;
  const found = await findInstalled(question, step);
  if (found === undefined) return { links: [notInstalled(extension, subject.release)], release: undefined };
  const { name, release, status } = found;
  const installed = explainInstalled(name, release, extension);
  const helm = explainHelm(name, status, await findHookJobs(question, status, step));
  if (helm.state === 'broken') return { links: [installed, helm], release: name };
  const local = await readLocalPlatformAt(platform.baseUrl, edk.settings.folders.state);
  // A cluster does not write logs or DAG files to folders of this machine.
  const folders = local?.kubeContext === undefined ? local?.folders : undefined;
  const pods = await explainPods({ name, release, logs: folders?.logs, namespace: edk.settings.namespaces.services });
  if (pods.state === 'broken') return { links: [installed, helm, pods], release: name };
  const dag = await explainDag({ question, release, dags: folders?.dags });
  return { links: [installed, helm, pods, ...dag], release: name };
}

interface InstalledRelease {
  readonly name: string;
  /** As the list shows it; undefined while it does not. */
  readonly release: CatalogueRelease | undefined;
  readonly status: ChartStatus;
}

/**
 * The first candidate that Helm knows. Helm's answer is always current, whereas the list shows removed releases for up
 * to 30 s.
 */
async function findInstalled(
  { platform, subject, extension }: ReleaseQuestion,
  step: JobStep,
): Promise<InstalledRelease | undefined> {
  const listed = worstFirst(extension, subject.release);
  for (const name of new Set([...listed.map((release) => release.name), subject.release ?? extension.chart])) {
    const status = await chartStatus(platform, name, step.signal);
    const release = listed.find((one) => one.name === name);
    if (status !== undefined) return { name, release, status };
  }
  return undefined;
}

/** The requested release, otherwise all of them, the worst first. */
function worstFirst({ releases }: CatalogueExtension, name: string | undefined): CatalogueRelease[] {
  if (name !== undefined) return releases.filter((release) => release.name === name);
  const worst = ['stuck', 'failed', 'degraded', 'uninstalling', 'requested', 'installing'];
  const rank = ({ state }: CatalogueRelease): number =>
    (worst.indexOf(state.kind) + worst.length + 1) % (worst.length + 1);
  return releases.toSorted((a, b) => rank(a) - rank(b));
}

function notInstalled({ chart, multiInstallable }: CatalogueExtension, release: string | undefined): ChainLink {
  const verb = multiInstallable ? 'launched' : 'installed';
  return {
    id: 'installed',
    title: 'Installed',
    state: 'broken',
    says: release === undefined ? `"${chart}" is not ${verb}.` : `There is no release "${release}".`,
    remedy: { text: `Install it: edk install ${chart}.`, action: 'install' },
  };
}

function explainInstalled(
  name: string,
  release: CatalogueRelease | undefined,
  { versions }: CatalogueExtension,
): ChainLink {
  const link = { id: 'installed', title: 'Installed' } as const;
  const [newest] = versions;
  if (release === undefined || newest === undefined || release.version === newest) {
    return {
      ...link,
      state: 'good',
      says: release === undefined ? `As ${name}.` : `As ${name}, in version ${release.version}.`,
    };
  }
  return {
    ...link,
    state: 'note',
    says: `${name} is version ${release.version}; the platform has the newer ${newest}.`,
    remedy: { text: 'Uninstall it and install the newer one.', action: 'uninstall' },
  };
}

/** Hook Jobs that Helm waits for in this state: the one that it names, otherwise all known ones of the chart. */
export async function findHookJobs(
  { edk, subject }: Pick<ReleaseQuestion, 'edk' | 'subject'>,
  { helmStatus, description = '' }: ChartStatus,
  { signal }: JobStep,
): Promise<readonly HookJob[]> {
  if (isDeployed(helmStatus)) return [];
  const event = helmStatus === 'uninstalling' ? /-delete$/ : /-(?:install|upgrade)$/;
  const hooks = (await subject.findHooks?.(signal)) ?? [];
  const jobs = hooks.filter(({ kind, events }) => kind === 'Job' && events.some((one) => event.test(one)));
  const [, named] = /\bjob "?([a-z0-9][a-z0-9.-]*)"? failed/i.exec(description) ?? [];
  if (named === undefined) return jobs;
  return [jobs.find(({ name }) => name === named) ?? { name: named, namespace: edk.settings.namespaces.admin }];
}

function isDeployed(helmStatus: string): boolean {
  return helmStatus === 'deployed' || helmStatus === 'superseded';
}

/** Helm's state of a release: broken unless it is deployed. */
export function explainHelm(
  name: string,
  { helmStatus, description }: ChartStatus,
  hookJobs: readonly HookJob[],
): ChainLink {
  const link = { id: 'helm', title: "Helm's state" } as const;
  if (isDeployed(helmStatus)) return { ...link, state: 'good', says: `Helm: ${helmStatus}.` };
  const logs = hookJobs.map(
    (job) => `\nThe log of the hook Job "${job.name}": kubectl logs job/${job.name} --namespace ${job.namespace}`,
  );
  const says = `Helm reports ${name} as ${helmStatus}${description === undefined ? '' : ` (${description})`}.`;
  if (helmStatus === 'uninstalling') {
    return {
      ...link,
      state: 'broken',
      says,
      detail: `While a hook fails, the release stays in this state and cannot be installed again.${logs.join('')}`,
      remedy: {
        text: `If it stays in this state, uninstall it without hooks: edk uninstall ${name} --force. A workflow's DAG files are left behind.`,
        action: 'forceUninstall',
      },
    };
  }
  if (helmStatus.startsWith('pending')) {
    return {
      ...link,
      state: 'broken',
      says,
      detail: `Helm is waiting for a hook, or was interrupted.${logs.join('')}`,
      remedy: {
        text: `Wait a minute and check again. If nothing changes: edk uninstall ${name} --force.`,
        action: 'lookAgain',
      },
    };
  }
  return {
    ...link,
    state: 'broken',
    says,
    detail: `A failed release counts as installed: the platform refuses to install it again.${logs.join('')}`,
    remedy: { text: `Remove it, then install it again: edk uninstall ${name}.`, action: 'uninstall' },
  };
}
