import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts failures: what failed, and why
 */

/** What a run of tests left in its EDK_TEST_COUNTS; one that broke off counts as a failure. @returns {Counts} */
export function readCounts(file) {
  try {
    return addCounts([JSON.parse(readFileSync(file, 'utf8'))]);
  } catch {
    return addCounts([{ failed: 1 }]);
  }
}

/** @param {Partial<Counts>[]} parts @returns {Counts} */
export function addCounts(parts) {
  const sum = (key) => parts.reduce((total, part) => total + (part[key] ?? 0), 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: parts.flatMap(({ failures = [] }) => failures),
  };
}
