import { join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { readRegularFile, sourceFileLimit } from '../files/readRegularFile.ts';
import { parseDockerfile } from './dockerfile/parseDockerfile.ts';
import { isDockerfileName } from './projectFiles.ts';
import { visitFolders, type VisitFoldersOptions } from './findProjects.ts';

export interface FindNamedBasesOptions extends VisitFoldersOptions {
  /** Win over the defaults of the ARGs that FROM names. */
  readonly buildArguments: Readonly<Record<string, string>>;
}

export interface NamedBases {
  /** What FROM and COPY --from name, as in BuildableImage. */
  readonly references: ReadonlySet<string>;
  /** Those that cannot be read: what they start from is not known. */
  readonly unread: readonly string[];
}

/** What the Dockerfiles below a folder start from, whatever else may be wrong with the projects they are in. */
export async function findNamedBases(folder: string, options: FindNamedBasesOptions): Promise<NamedBases> {
  const files: string[] = [];
  await visitFolders(folder, options, (path, entries) => {
    const found = entries.filter((entry) => entry.isFile() && isDockerfileName(entry.name));
    files.push(...found.map(({ name }) => join(path, name)));
    return 'enter';
  });
  const references = new Set<string>();
  const unread: string[] = [];
  for (const file of files) {
    try {
      const { bases } = parseDockerfile(
        String(await readRegularFile(file, { limit: sourceFileLimit })),
        file,
        options.buildArguments,
      );
      for (const { reference } of bases) references.add(reference);
    } catch (error) {
      if (!(error instanceof EdkError) && !isUnreadable(error)) throw error;
      unread.push(file);
    }
  }
  return { references, unread };
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
