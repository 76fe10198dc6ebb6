import * as vscode from 'vscode';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import type { JobStarter } from './jobStarter.ts';

const source = 'Kaapana EDK';

/**
 * Puts the failure of a job at its line, until the next job of the same project starts. Tasks have a problem matcher that
 * does so for them.
 */
export function registerJobDiagnostics(jobs: JobStarter): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('kaapanaEdk.jobs');
  const marked = new Map<string | undefined, vscode.Uri>();
  const clear = (project: string | undefined): void => {
    const uri = marked.get(project);
    marked.delete(project);
    // Another project's failure may be in the same file.
    if (uri === undefined) return;
    const isMarked = [...marked.values()].some((other) => other.toString() === uri.toString());
    if (!isMarked) collection.delete(uri);
  };
  return vscode.Disposable.from(
    collection,
    jobs.onDidChange(({ id, project }) => {
      if (jobs.running.some((job) => job.id === id)) clear(project);
    }),
    jobs.onDidEnd(({ project, shownBy, result: { error } }) => {
      if (shownBy === 'task' || error?.place === undefined) return;
      const uri = vscode.Uri.file(error.place.file);
      marked.set(project, uri);
      collection.set(uri, [toDiagnostic(error)]);
    }),
  );
}

function toDiagnostic({ code, message, remedy, detail, place }: ReportedError): vscode.Diagnostic {
  const line = Math.max(0, (place?.line ?? 1) - 1);
  const range = new vscode.Range(line, Math.max(0, (place?.column ?? 1) - 1), line, Number.MAX_SAFE_INTEGER);
  const words = [message, ...(detail === undefined ? [] : [detail]), remedy].join('\n');
  const diagnostic = new vscode.Diagnostic(range, words, vscode.DiagnosticSeverity.Error);
  diagnostic.source = source;
  diagnostic.code = code;
  return diagnostic;
}
