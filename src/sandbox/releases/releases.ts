import { setTimeout as sleep } from 'node:timers/promises';
import { isCancellation } from '../../core/errors/edkError.ts';
import type { HelmTool } from '../helm/helmTool.ts';
import type { LiveIngress, ListedIngress } from '../ingress/ingressTable.ts';
import { planRelease } from '../manifest/planRelease.ts';
import {
  HookFailure,
  runHooks,
  type HookEvent,
  createLiveRelease,
  updateRelease,
  type LiveRelease,
  type ReleaseTools,
  startWorkloads,
} from './liveRelease.ts';
import { installRelease, type InstallOutcome } from './installRelease.ts';
import { createNodePorts } from './nodePorts.ts';
import type { Release } from './release.ts';
import { type ReleaseFiles, removeFolders, setAsideReleaseData } from './releaseFiles.ts';
import type { StateFolder } from '../state/stateFolder.ts';

export interface NewRelease {
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  readonly appVersion: string;
  readonly chartFile: string;
  readonly multiInstallable: boolean;
  readonly parameters: Record<string, unknown>;
  readonly seen: Record<string, unknown>;
  readonly values: unknown;
}

export interface UninstallOptions {
  readonly hooks: 'run' | 'skip';
}

/** All releases and what they run. If whatever keeps them is unreachable, everything rejects with an EdkError. */
export interface Releases {
  list(): Promise<Release[]>;
  find(name: string): Promise<Release | undefined>;
  /** The Ingresses of what is installed. */
  ingresses(): Promise<ListedIngress[]>;
  install(request: NewRelease): Promise<InstallOutcome>;
  /** Rejects with HookFailure when a hook failed (the release stays, uninstalling), else removes it. */
  uninstall(name: string, options: UninstallOptions): Promise<void>;
  /** Stops what the platform is doing. What is installed stays for the next start. */
  close(): Promise<void>;
}

/** Releases whose pods are this platform's own: they are known at any time. */
export interface EmbeddedReleases extends Releases {
  all(): Release[];
  /** Those that the platform's reverse proxy leads to. */
  served(): LiveIngress[];
}

export interface ReleasesParts {
  readonly files: ReleaseFiles;
  readonly state: StateFolder;
  readonly helm: HelmTool;
  readonly namespace: string;
  readonly tools: Omit<ReleaseTools, 'save' | 'nodePorts'>;
}

const failsAfterMs = 500;

/** Reads the releases and continues what was interrupted. */
export async function openReleases({
  files,
  state,
  helm,
  namespace,
  tools: given,
}: ReleasesParts): Promise<EmbeddedReleases> {
  const all = new Map<string, LiveRelease>();
  const background = new Set<Promise<void>>();
  const tools: ReleaseTools = {
    ...given,
    nodePorts: createNodePorts(given.log),
    save: (live) => {
      // Pods of a removed release still report their end.
      if (!live.removed) files.save(live.release);
    },
  };

  function inBackground(work: Promise<unknown>): void {
    const settled = work.then(
      () => undefined,
      (error: unknown) => {
        if (!isCancellation(error)) given.log(error instanceof Error ? error.message : String(error));
      },
    );
    background.add(settled);
    void settled.then(() => background.delete(settled));
  }

  async function uninstall(live: LiveRelease, hooks: 'run' | 'skip'): Promise<void> {
    live.operation.abort();
    live.operation = new AbortController();
    const { signal } = live.operation;
    updateRelease(live, { status: 'uninstalling', description: '' }, tools);
    if (hooks === 'run') await runHooksOrStay('pre-delete', live, signal);
    live.pods.abort();
    const stopped = Promise.all(live.running);
    inBackground(stopped);
    if (hooks === 'run') await runHooksOrStay('post-delete', live, signal);
    signal.throwIfAborted();
    live.removed = true;
    const release = live.release.name;
    const aside = await setAsideReleaseData(state, { release, claims: live.plan?.claims ?? [] });
    inBackground(stopped.then(() => removeFolders(aside)));
    await files.remove(release);
    all.delete(release);
  }

  async function failLater(live: LiveRelease): Promise<void> {
    await sleep(failsAfterMs, undefined, { signal: live.operation.signal });
    live.pods.abort();
    updateRelease(
      live,
      { status: 'failed', description: 'Failed after its install, because of an injected fault.' },
      tools,
    );
  }

  async function runHooksOrStay(event: HookEvent, live: LiveRelease, signal: AbortSignal): Promise<void> {
    try {
      await runHooks(event, { live, tools, signal });
    } catch (error) {
      if (error instanceof HookFailure) updateRelease(live, { description: error.message }, tools);
      throw error;
    }
  }

  async function reopenNodePorts(live: LiveRelease): Promise<void> {
    const trouble = await tools.nodePorts.open(live);
    if (live.release.status === 'deployed') updateRelease(live, { description: trouble.join(' ') }, tools);
  }

  function resume(release: Release): void {
    const live = createLiveRelease(release);
    all.set(release.name, live);
    if (release.status === 'pending-install') {
      const description = 'The local platform was stopped while it was installing this release.';
      updateRelease(live, { status: 'failed', description }, tools);
      return;
    }
    try {
      live.plan = planRelease(release.manifests, release.namespace);
    } catch (error) {
      // Such a release failed at its install already.
      given.log(`${release.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (release.status === 'uninstalling') inBackground(uninstall(live, 'run'));
    else if (release.workloads.length > 0) {
      inBackground(reopenNodePorts(live));
      startWorkloads(live, tools);
    }
  }

  for (const release of await files.read()) resume(release);

  const releases = () => [...all.values()].map(({ release }) => release);
  const served = () =>
    [...all.values()].flatMap(({ release, plan }) => (plan?.ingresses ?? []).map((ingress) => ({ release, ingress })));

  return {
    all: releases,
    served,
    list: () => Promise.resolve(releases()),
    find: (name) => Promise.resolve(all.get(name)?.release),
    ingresses: () => Promise.resolve(served()),
    async install({ values, chartFile, ...request }) {
      if (all.has(request.name)) return { kind: 'taken' };
      const live = createLiveRelease({
        ...request,
        links: [],
        namespace,
        status: 'pending-install',
        description: '',
        installedAt: new Date().toISOString(),
        manifests: '',
        workloads: [],
      });
      all.set(request.name, live);
      const rendering = { release: request.name, chartFile, namespace, values, helm };
      const outcome = installRelease(live, rendering, tools);
      inBackground(outcome);
      const result = await outcome;
      if (result.kind === 'deployed' && tools.faults.current.failsAfterInstall) inBackground(failLater(live));
      if (result.kind === 'refused' && all.get(request.name) === live) all.delete(request.name);
      return result;
    },
    async uninstall(name, { hooks }) {
      const live = all.get(name);
      if (live === undefined) throw new Error(`uninstall: Release not loaded: ${name}: release: not found`);
      const work = uninstall(live, hooks);
      inBackground(work);
      await work;
    },
    async close() {
      for (const live of all.values()) {
        live.operation.abort();
        live.pods.abort();
      }
      await Promise.all([...all.values()].flatMap(({ running }) => running));
      while (background.size > 0) await Promise.all(background);
      await files.settle();
    },
  };
}
