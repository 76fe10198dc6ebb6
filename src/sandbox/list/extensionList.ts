import type { ChartStore } from '../charts/chartStore.ts';
import type { PackagedChart } from '../charts/packagedChart.ts';
import type { FaultSwitch } from '../faults/faults.ts';
import type { Releases } from '../releases/releases.ts';
import type { Quirks } from '../start/quirks.ts';
import { entriesOfChart, extensionEntries, type ExtensionEntry, type ListSources } from './extensionEntries.ts';

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

interface ExtensionListParts {
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

/** What uploads do to the list until everything is read again: it fails, and then has names instead of entries. */
interface UploadTrouble {
  /** A chart came by POST /file. */
  noteUpload(chart: string): void;
  /** Everything was read again. */
  refresh(charts: readonly PackagedChart[]): void;
  /** Whether this look at the list fails. */
  failsNow(): boolean;
  bareNames(): readonly string[];
}

function createUploadTrouble(quirks: Quirks): UploadTrouble {
  let failures = 0;
  let fresh: string[] = [];
  const seenWithoutGlobals = new Set<string>();
  const isSticky = () => fresh.length > 1;
  return {
    noteUpload(chart) {
      if (!quirks.bareNamesAfterUpload || isWellNamed(chart)) return;
      fresh.push(chart);
      failures = 1;
    },
    refresh(charts) {
      fresh = [];
      failures = 0;
      if (!quirks.failsOnceWithoutGlobals) return;
      const odd = charts.filter(({ globals, file }) => globals === undefined && !seenWithoutGlobals.has(file));
      for (const { file } of odd) seenWithoutGlobals.add(file);
      failures = odd.length > 0 ? 1 : 0;
    },
    failsNow() {
      if (failures === 0) return false;
      // Recorded: with another upload beside it, the list fails until everything is read again.
      if (!isSticky()) failures -= 1;
      return true;
    },
    bareNames: () => fresh,
  };
}

/** The backend takes what follows the last dash for a version's beginning unless it is a longer word. */
function isWellNamed(chart: string): boolean {
  const words = chart.split('-');
  return words.length > 1 && (words.at(-1) ?? '').length >= 4;
}
