import { join } from 'node:path';
import type { CheckSettings } from '../../../src/core/checks/facts.ts';
import { isInToolFolder } from '../../../src/core/project/projectFiles.ts';
import type { EdkError } from '../../../src/core/errors/edkError.ts';
import type { FileFact, Project } from '../../../src/core/project/project.ts';
import { assembleProject } from '../../../src/core/project/readProject.ts';
import { SourceFile } from '../../../src/core/project/sourceFile.ts';

export const projectFolder = '/projects/liver';

export const checkSettings: CheckSettings = {
  buildVersion: '0.6.0',
  registry: { push: 'localhost:32000', pull: 'localhost:32000' },
  platformRegistry: 'registry.example.org/kaapana',
  namespaces: { admin: 'admin', services: 'services' },
  buildArguments: {},
  platformKeys: new Set(['registry_url', 'hostname']),
  baseImages: new Set(['base-python-cpu', 'base-python-gpu', 'base-installer']),
};

export interface ProjectOptions {
  /** Why files are not read, by path. */
  readonly refused?: Readonly<Record<string, EdkError>> | undefined;
  /** Files of projects before, by path and text: they are not parsed again. */
  readonly memory?: Map<string, SourceFile> | undefined;
}

/** A project that exists in memory only: path -> text, or what is known of a file that is not text. */
export function projectFrom(
  files: Readonly<Record<string, string | Omit<FileFact, 'path'> | undefined>>,
  { memory, refused = {} }: ProjectOptions = {},
): Promise<Project> {
  const facts = new Map<string, FileFact>();
  const texts = new Map<string, SourceFile>();
  for (const [path, content] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (content === undefined) continue;
    const fact = typeof content === 'string' ? { size: Buffer.byteLength(content), kind: 'file' as const } : content;
    facts.set(path, { path, ...fact });
    if (typeof content !== 'string' || isInToolFolder(path)) continue;
    const key = `${path}\0${content}`;
    const source = memory?.get(key) ?? new SourceFile(join(projectFolder, path), path, content);
    memory?.set(key, source);
    texts.set(path, source);
  }
  const listed = { files: facts, folders: foldersOf(facts.keys()), complete: true };
  const parts = {
    root: projectFolder,
    listed,
    texts,
    refused: new Map(Object.entries(refused)),
    edkYaml: texts.get('edk.yaml'),
  };
  return Promise.resolve(assembleProject(parts, {}));
}

function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) folders.add(path.slice(0, end));
  }
  return folders;
}
