import * as vscode from 'vscode';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import { failuresInFiles, type FailureInFile } from './jobLog.ts';
import type { JobStarter } from './jobStarter.ts';
import { setContextKey } from '../contextKeys.ts';

const source = 'Kaapana EDK';

/**
 * Shows a job's failures at their lines until the next job of the project starts, or the next round of a watching job
 * ends. Tasks use a problem matcher instead.
 */
export function registerJobDiagnostics(jobs: JobStarter): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('kaapanaEdk.jobs');
  const marked = new Map<string | undefined, readonly FailureInFile[]>();
  const mark = (project: string | undefined, error: ReportedError | undefined): void => {
    const failures = error === undefined ? [] : failuresInFiles(error);
    if (failures.length === 0 && !marked.has(project)) return;
    const before = marked.get(project) ?? [];
    if (failures.length === 0) marked.delete(project);
    else marked.set(project, failures);
    // Several projects may have failures in the same file.
    const all = [...marked.values()].flat();
    for (const file of new Set([...before, ...failures].map(({ place }) => place.file))) {
      const inFile = all.filter(({ place }) => place.file === file);
      collection.set(vscode.Uri.file(file), inFile.map(toDiagnostic));
    }
  };
  return vscode.Disposable.from(
    collection,
    jobs.onDidChange(({ id, project }) => {
      if (jobs.running.some((job) => job.id === id)) mark(project, undefined);
    }),
    jobs.onDidEndRound(({ project, outcome, error }) => {
      if (outcome !== 'cancelled') mark(project, error);
    }),
    jobs.onDidEnd(({ project, shownBy, result: { error } }) => {
      if (shownBy === 'window' && error !== undefined) mark(project, error);
    }),
  );
}

function toDiagnostic({ code, message, remedy, detail, place }: FailureInFile): vscode.Diagnostic {
  const line = Math.max(0, (place.line ?? 1) - 1);
  const range = new vscode.Range(line, Math.max(0, (place.column ?? 1) - 1), line, Number.MAX_SAFE_INTEGER);
  const words = [message, ...(detail === undefined ? [] : [detail]), remedy].join('\n');
  const diagnostic = new vscode.Diagnostic(range, words, vscode.DiagnosticSeverity.Error);
  diagnostic.source = source;
  diagnostic.code = code;
  return diagnostic;
}

/** Completes the walkthrough's steps. */
export function markAchievements({ onDidEnd }: JobStarter): vscode.Disposable {
  return onDidEnd(({ verb, result }) => {
    if (result.outcome !== 'succeeded') return;
    if (verb === 'init') setContextKey('kaapanaEdk.hasInitialized', true);
    if (verb === 'deploy') setContextKey('kaapanaEdk.hasDeployed', true);
  });
}
