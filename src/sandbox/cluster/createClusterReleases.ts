import type { InstallOutcome } from '../releases/installRelease.ts';
import { HookFailure } from '../releases/liveRelease.ts';
import type { NewRelease, Releases, UninstallOptions } from '../releases/releases.ts';
import { type ClusterHelm, helmReason, isNameTaken } from './clusterHelm.ts';
import type { ClusterReader } from './createClusterReader.ts';
import type { ReleaseNotes } from './releaseNotes.ts';

export interface ClusterReleasesParts {
  readonly helm: ClusterHelm;
  readonly reader: ClusterReader;
  readonly notes: ReleaseNotes;
  /** Makes the namespaces that charts of the platform count on. */
  readonly provideNamespaces: (signal: AbortSignal) => Promise<void>;
  /** Fires when the platform ends. */
  readonly closing: AbortSignal;
}

/** An install or uninstall of this platform that runs. */
interface Operation {
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
}

/** The platform's releases are what Helm keeps in a cluster: they outlive the platform, and so do their pods. */
export function createClusterReleases({
  helm,
  reader,
  notes,
  provideNamespaces,
  closing,
}: ClusterReleasesParts): Releases {
  const operations = new Map<string, Operation>();

  /** One at a time for each release: a newer one ends the one before. */
  async function operate<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const before = operations.get(name);
    before?.controller.abort();
    const controller = new AbortController();
    const begun = (before?.ended ?? Promise.resolve()).then(() => work(AbortSignal.any([controller.signal, closing])));
    const ended = begun.then(
      () => undefined,
      () => undefined,
    );
    const operation = { controller, ended };
    operations.set(name, operation);
    try {
      return await begun;
    } finally {
      reader.forget();
      if (operations.get(name) === operation) operations.delete(name);
    }
  }

  async function install(request: NewRelease, signal: AbortSignal): Promise<InstallOutcome> {
    const { name, chartFile, values, multiInstallable, seen } = request;
    try {
      await provideNamespaces(signal);
      await notes.write(name, { multiInstallable, parameters: Object.keys(seen), trouble: '' });
      await helm.install({ release: name, chartFile, values }, signal);
      return { kind: 'deployed' };
    } catch (error) {
      const reason = helmReason(error);
      if (isNameTaken(reason)) return { kind: 'taken' };
      // Helm says only by what it keeps whether it had begun.
      const left = await helm.content(name, closing).catch(() => 'unknown' as const);
      if (left !== undefined) return { kind: 'failed', reason };
      await notes.remove(name);
      return { kind: 'refused', reason };
    }
  }

  async function uninstall(name: string, options: UninstallOptions, signal: AbortSignal): Promise<void> {
    try {
      await helm.uninstall(name, options, signal);
      await notes.remove(name);
    } catch (error) {
      signal.throwIfAborted();
      const reason = helmReason(error);
      const left = await helm.content(name, closing).catch(() => undefined);
      if (left?.info.status !== 'uninstalling' || options.hooks === 'skip') throw new Error(reason, { cause: error });
      // Helm does not say which one; all that it does before it removes anything are these hooks.
      const trouble = `pre-delete hook "${hookOf(reason) ?? name}" failed: ${reason}`;
      const note = (await notes.read(name)) ?? { multiInstallable: false, parameters: [] };
      await notes.write(name, { ...note, trouble });
      throw new HookFailure(trouble);
    }
  }

  const list = async () => (await reader.releases()).map(({ release }) => release);
  return {
    list,
    find: async (name) => (await list()).find((release) => release.name === name),
    async ingresses() {
      const releases = await reader.releases();
      return releases.flatMap(({ release, ingresses }) => ingresses.map((ingress) => ({ release, ingress })));
    },
    async install(request) {
      if (operations.has(request.name)) return { kind: 'taken' };
      return await operate(request.name, (signal) => install(request, signal));
    },
    uninstall: (name, options) => operate(name, (signal) => uninstall(name, options, signal)),
    async close() {
      await Promise.all([...operations.values()].map(({ ended }) => ended));
    },
  };
}

/** `job my-hook failed: BackoffLimitExceeded` */
function hookOf(reason: string): string | undefined {
  return /\bjob (\S+) failed/.exec(reason)?.[1];
}
