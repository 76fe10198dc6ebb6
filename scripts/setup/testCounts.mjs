import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts failures: what failed, and why
 */

const reporter = fileURLToPath(import.meta.resolve('./specAndJson.cjs'));

/** Arguments with which mocha leaves its counts in a file. @param {string} file */
export function countingArguments(file) {
  return ['--reporter', reporter, '--reporter-option', `output=${file}`];
}

/**
 * What a run with these arguments left, in mocha's JSON. A run that broke off counts as a failure of its own.
 *
 * @param {string} file @param {number} exitCode @returns {Counts}
 */
export function readCounts(file, exitCode) {
  const counts = readReport(file);
  if (exitCode === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`no test failed, but the run ended with exit code ${exitCode}`] };
}

function readReport(file) {
  try {
    const { stats, failures } = JSON.parse(readFileSync(file, 'utf8'));
    const { passes: passed, failures: failed, pending: skipped } = stats;
    return { passed, failed, skipped, failures: failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`) };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: ['the run left no report'] };
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
