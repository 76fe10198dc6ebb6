import type { ChartStore } from '../charts/chartStore.ts';
import type { Quirks } from '../start/quirks.ts';
import type { Releases } from '../releases/releases.ts';
import type { FaultSwitch } from '../faults/faults.ts';
import { entriesOfChart, extensionEntries, type ExtensionEntry, type ListSources } from './extensionEntries.ts';
import { createUploadTrouble } from './uploadTrouble.ts';

/**
 * The list behind GET /extensions with the real backend's cache: everything is read again only when the last time is
 * more than `cacheSeconds` ago. In between only charts that were installed or deleted are looked at again, and show
 * no more than the version in question; an upload, or a new instance of a multi-installable chart, shows late.
 */
export interface ExtensionList {
  /** A name stands for a chart that was not read yet. Undefined when the list fails. */
  extensions(): Promise<readonly (ExtensionEntry | string)[] | undefined>;
  platforms(): Promise<ExtensionEntry[]>;
  /** A chart came by POST /file. */
  noteUpload(chart: string): void;
  /** A chart was installed or deleted with its version. */
  touch(chart: string, version: string): void;
}

export interface ExtensionListParts {
  readonly charts: ChartStore;
  readonly releases: Pick<Releases, 'list'>;
  readonly platformGlobals: Readonly<Record<string, unknown>>;
  readonly cacheSeconds: number;
  readonly faults: FaultSwitch;
  readonly quirks: Quirks;
  /** Milliseconds. */
  readonly now: () => number;
}

interface Touched {
  readonly chart: string;
  readonly version: string;
  readonly at: number;
}

export function createExtensionList(parts: ExtensionListParts): ExtensionList {
  const lifetime = parts.cacheSeconds * 1000;
  const trouble = createUploadTrouble(parts.quirks);
  let entries: ExtensionEntry[] = [];
  let readAt: number | undefined;
  let touched: Touched[] = [];
  // The real backend has one worker: a second request waits for the first one's reading.
  let turn: Promise<unknown> = Promise.resolve();

  async function sources(): Promise<ListSources> {
    const { platformGlobals, quirks } = parts;
    return {
      charts: await parts.charts.list(),
      releases: await parts.releases.list(),
      platformGlobals,
      quirks,
      now: parts.now(),
    };
  }

  async function refresh(): Promise<ExtensionEntry[]> {
    const now = parts.now();
    touched = touched.filter(({ at }) => now - at <= lifetime);
    if (parts.faults.current.staleList && readAt !== undefined) return entries;
    if (readAt === undefined || now - readAt > lifetime || lifetime === 0) {
      const read = await sources();
      // What could not be read must not count as read: the list would be empty until the next time.
      readAt = now;
      trouble.refresh(read.charts);
      entries = extensionEntries(read);
    } else if (touched.length > 0) {
      const read = await sources();
      const versions = parts.quirks.singleVersionAfterChange ? 'touched' : 'all';
      for (const { chart, version } of touched) entries = replaceChart(entries, { chart, version, versions, read });
    }
    return entries;
  }

  function inTurn(): Promise<ExtensionEntry[]> {
    const result = turn.then(refresh);
    turn = result.catch(() => undefined);
    return result;
  }

  return {
    async extensions() {
      const read = await inTurn();
      if (trouble.failsNow()) return undefined;
      return [...trouble.bareNames(), ...read.filter(({ kind }) => kind !== 'platform')];
    },
    platforms: async () => (await inTurn()).filter(({ kind }) => kind === 'platform'),
    noteUpload: (chart) => trouble.noteUpload(chart),
    touch(chart, version) {
      touched = [
        ...touched.filter((entry) => entry.chart !== chart || entry.version !== version),
        { chart, version, at: parts.now() },
      ];
    },
  };
}

interface Replacement {
  readonly chart: string;
  readonly version: string;
  readonly versions: 'all' | 'touched';
  readonly read: ListSources;
}

function replaceChart(entries: readonly ExtensionEntry[], replacement: Replacement): ExtensionEntry[] {
  const { chart, version, versions, read } = replacement;
  const shown = versions === 'touched' ? new Set([version]) : undefined;
  const fresh = entriesOfChart(chart, read, shown).find(({ releaseName }) => releaseName === chart);
  const live = new Set(read.releases.map(({ name }) => name));
  return entries.map((entry) => {
    if (entry.chart_name !== chart) return entry;
    if (entry.releaseName === chart) return fresh ?? entry;
    return live.has(entry.releaseName) ? entry : { ...entry, successful: 'pending' };
  });
}
