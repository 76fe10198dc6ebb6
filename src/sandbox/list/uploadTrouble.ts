import type { PackagedChart } from '../charts/packagedChart.ts';
import type { Quirks } from '../start/quirks.ts';

/** What uploads do to the list until everything is read again: it fails, and then has names instead of entries. */
export interface UploadTrouble {
  /** A chart came by POST /file. */
  noteUpload(chart: string): void;
  /** Everything was read again. */
  refresh(charts: readonly PackagedChart[]): void;
  /** Whether this look at the list fails. */
  failsNow(): boolean;
  bareNames(): readonly string[];
}

export function createUploadTrouble(quirks: Quirks): UploadTrouble {
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
