import { basename, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { Finding } from '../../core/checks/finding.ts';
import type { Project } from '../../core/project/project.ts';
import type { SourceMemory } from '../../core/project/projectFiles.ts';
import { onDidChangeConfig } from '../config.ts';
import type { Services } from '../services.ts';
import type { CheckReaders } from '../readers.ts';
import { toDiagnostic } from './diagnostics.ts';
import { FindingHover, FixActions } from './findingActions.ts';
import { ProjectChecks } from './projectChecks.ts';

/** Short enough to keep up with typing, long enough not to check every keystroke. */
const settleMs = 120;

/** Files that rules read. */
const looked = /[\\/](?:Dockerfile|[^\\/]+\.(?:Dockerfile|ya?ml|py|json|tpl|sh|txt|dockerignore)|\.dockerignore)$/u;
const selector: vscode.DocumentSelector = { scheme: 'file' };

interface FileInProject {
  readonly project: Project;
  /** Relative to the project, with forward slashes. */
  readonly path: string;
}

export interface Checks {
  readonly findingsOf: (folder: string) => readonly Finding[] | undefined;
  /** Checks a project soon. */
  readonly ask: (folder: string) => void;
  readonly now: (folder: string) => Promise<void>;
  readonly set: (folder: string, findings: readonly Finding[]) => void;
  /** The findings of a project have changed. */
  readonly onDidChange: vscode.Event<string>;
  /** The project that contains a file, with unsaved changes; undefined if there is none. */
  readonly sourcesAround: (file: string) => Promise<FileInProject | undefined>;
  /** A project with unsaved changes. */
  readonly project: (folder: string) => Promise<Project>;
  /** The folder of that project. */
  readonly projectOf: (file: string) => Promise<string | undefined>;
}

/** Findings while typing. Nothing is read until a file of an extension is opened or the Projects view needs it. */
export function registerChecks({ context, settings, log }: Services): Checks {
  const collection = vscode.languages.createDiagnosticCollection('kaapanaEdk');
  const changes = new vscode.EventEmitter<string>();
  const memory: SourceMemory = new Map();
  let projects: Promise<readonly string[]> | undefined;
  let lines: ReadonlyMap<string, number> = new Map();

  const readers = async (): Promise<CheckReaders> => {
    const { checkReaders } = await import('../readers.ts');
    if (lines.size === 0) lines = checkReaders.rulesPageLines();
    return checkReaders;
  };
  const pageOf = (rule: string): vscode.Uri =>
    vscode.Uri.file(join(context.extensionPath, 'src', 'core', 'checks', 'RULES.md')).with({
      fragment: `L${lines.get(rule) ?? 1}`,
    });
  /** Read once for findings, views and hovers, until one of its files changes. */
  const read = new Map<string, Promise<Project>>();
  const readNow = async (folder: string): Promise<Project> => {
    const { readProject } = await readers();
    const { buildArguments } = await settings(folder);
    return readProject(folder, { buildArguments, unsaved: unsavedIn(folder), memory });
  };
  const project = (folder: string): Promise<Project> => {
    watch();
    const known = read.get(folder);
    if (known !== undefined) return known;
    const reading = readNow(folder);
    read.set(folder, reading);
    reading.catch(() => {
      if (read.get(folder) === reading) read.delete(folder);
    });
    return reading;
  };
  const forget = (file: string): void => {
    // An edk.yaml in a parent folder sets their build arguments.
    for (const folder of read.keys()) if (isIn(file, folder) || basename(file) === 'edk.yaml') read.delete(folder);
  };
  const checks = new ProjectChecks({
    settleMs,
    check: async (folder) => {
      const { checkProject } = await readers();
      const parts = { settings: await settings(folder), templatesFolder: join(context.extensionPath, 'templates') };
      return (await checkProject(parts, await project(folder))).findings;
    },
    onDidChange: (folder) => {
      show(folder);
      changes.fire(folder);
    },
    onDidFail: (error) => log.failed('Checks', error),
  });
  const show = (folder: string): void => {
    const byFile = groupByFile(checks.of(folder) ?? []);
    collection.forEach((uri) => {
      if (isIn(uri.fsPath, folder) && !byFile.has(uri.fsPath)) collection.delete(uri);
    });
    for (const [file, found] of byFile) {
      collection.set(
        vscode.Uri.file(file),
        found.map((finding) => toDiagnostic(finding, pageOf(finding.rule))),
      );
    }
  };
  const findingsIn = (file: string): readonly Finding[] =>
    checks.folders.flatMap((folder) => (checks.of(folder) ?? []).filter(({ range }) => range.file === file));

  const projectOf = async (file: string): Promise<string | undefined> => {
    watch();
    projects ??= findAll(await readers());
    const around = (await projects).filter((folder) => isIn(file, folder));
    return around.sort((a, b) => b.length - a.length)[0];
  };
  const see = (file: string): void => {
    forget(file);
    if (!looked.test(file)) return;
    void projectOf(file).then(
      (folder) => {
        if (folder !== undefined) checks.ask(folder);
      },
      (error: unknown) => log.failed('Checks', error),
    );
  };
  const seeNew = (file: string): void => {
    if (/[\\/](?:Chart\.yaml|Dockerfile)$/u.test(file)) projects = undefined;
    see(file);
  };
  const seeDocument = ({ uri }: vscode.TextDocument): void => {
    if (uri.scheme === 'file') see(uri.fsPath);
  };
  let isWatching = false;
  /** Watches files on disk, starting with the first check of a project. */
  const watch = (): void => {
    if (isWatching) return;
    isWatching = true;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    context.subscriptions.push(
      watcher,
      watcher.onDidChange(({ fsPath }) => see(fsPath)),
      watcher.onDidCreate(({ fsPath }) => seeNew(fsPath)),
      watcher.onDidDelete(({ fsPath }) => seeNew(fsPath)),
    );
  };
  context.subscriptions.push(
    collection,
    changes,
    checks,
    onDidChangeConfig(() => read.clear()),
    vscode.workspace.onDidOpenTextDocument(seeDocument),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) seeDocument(document);
    }),
    // Closed without saving: the file on disk applies again.
    vscode.workspace.onDidCloseTextDocument(seeDocument),
    vscode.workspace.onDidChangeWorkspaceFolders(() => (projects = undefined)),
    vscode.languages.registerCodeActionsProvider(selector, new FixActions(findingsIn), {
      providedCodeActionKinds: FixActions.kinds,
    }),
    vscode.languages.registerHoverProvider(selector, new FindingHover(findingsIn, pageOf)),
  );
  for (const { document } of vscode.window.visibleTextEditors) seeDocument(document);
  return {
    findingsOf: (folder) => checks.of(folder),
    ask: (folder) => {
      watch();
      checks.ask(folder);
    },
    now: (folder) => {
      watch();
      return checks.now(folder);
    },
    set: (folder, findings) => {
      watch();
      checks.set(folder, findings);
    },
    onDidChange: changes.event,
    project,
    projectOf,
    sourcesAround: async (file) => {
      const folder = await projectOf(file);
      if (folder === undefined) return undefined;
      const around = await project(folder);
      return { project: around, path: relative(around.folder, file).split(sep).join('/') };
    },
  };
}

function groupByFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const found = byFile.get(finding.range.file);
    if (found === undefined) byFile.set(finding.range.file, [finding]);
    else found.push(finding);
  }
  return byFile;
}

async function findAll({ findProjects }: CheckReaders): Promise<readonly string[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return (await Promise.all(folders.map(({ uri }) => findProjects(uri.fsPath)))).flat();
}

function unsavedIn(folder: string): ReadonlyMap<string, string> {
  const documents = vscode.workspace.textDocuments.filter(
    ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && isIn(uri.fsPath, folder),
  );
  return new Map(documents.map((document) => [document.uri.fsPath, document.getText()]));
}

function isIn(file: string, folder: string): boolean {
  return file.startsWith(folder + sep);
}
