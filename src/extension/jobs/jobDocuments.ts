import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { journalFile } from '../../core/jobs/journal.ts';
import { parseJobEvent } from '../../core/jobs/parseJobEvent.ts';
import { findPlaces, jobLogText } from './jobLog.ts';

const scheme = 'kaapana-job';
/** Builds print many lines a second; the document is updated at this interval. */
const paceMs = 400;

export interface JobDocuments {
  /** Shows a job's log as a read-only document that grows while the job runs. */
  open(job: { readonly folder: string; readonly title: string }): Promise<void>;
  /** Reports that the job has new output. */
  changed(folder: string): void;
}

/** Logs of jobs as virtual documents; file places in them are links. */
export function createJobDocuments(subscriptions: { dispose(): unknown }[]): JobDocuments {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const waiting = new Map<string, NodeJS.Timeout>();
  subscriptions.push(
    changes,
    new vscode.Disposable(() => waiting.forEach((timer) => clearTimeout(timer))),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changes.event,
      provideTextDocumentContent: (uri) => readLog(uri.query),
    }),
    vscode.languages.registerDocumentLinkProvider({ scheme }, { provideDocumentLinks: linksIn }),
  );
  const announce = (folder: string): void => {
    waiting.delete(folder);
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === scheme && uri.query === folder) changes.fire(uri);
    }
  };
  return {
    async open({ folder, title }) {
      const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', ' ')}.log`, query: folder });
      const editor = await vscode.window.showTextDocument(uri, { preview: true });
      // The result, or the current step, is at the end.
      const last = editor.document.lineAt(editor.document.lineCount - 1).range;
      editor.selection = new vscode.Selection(last.end, last.end);
      editor.revealRange(last);
    },
    changed(folder) {
      if (!waiting.has(folder))
        waiting.set(
          folder,
          setTimeout(() => announce(folder), paceMs),
        );
    },
  };
}

async function readLog(folder: string): Promise<string> {
  const text = await readFile(journalFile(folder), 'utf8').catch(() => '');
  const events = text
    .split('\n')
    .map(parseJobEvent)
    .filter((event) => event !== undefined);
  return events.length === 0 ? `${vscode.l10n.t('No output yet')}\n` : jobLogText(events);
}

function linksIn(document: vscode.TextDocument): vscode.DocumentLink[] {
  return findPlaces(document.getText()).map(({ start, end, file, line, column }) => {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    const fragment = line === undefined ? '' : `L${line}${column === undefined ? '' : `,${column}`}`;
    return new vscode.DocumentLink(range, vscode.Uri.file(file).with({ fragment }));
  });
}
