import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFiles } from '../support/writeFiles.ts';

export interface ImagesProject {
  readonly folder: string;
  /** Names in the registry, bases first; each is named after its folder. */
  readonly images: readonly { readonly name: string; readonly folder: string }[];
}

export interface ImagesProjectOptions {
  readonly folder: string;
  /** Of this side of this run: no layer can come out of another's build cache. */
  readonly unique: string;
  /** Set as label on every image, so that the door can remove them. */
  readonly run: string;
  /** What the base is named after in FROM: `local-only` for edk, the registry for the script. */
  readonly baseRegistry: string;
  readonly rootImage: string;
}

/**
 * Eight images: a base of the project, and seven that start from it. Those pack a part of /usr/bin, which takes
 * a few seconds of one core as installing packages does, and needs no network; then they copy a script.
 */
export async function prepareImages(options: ImagesProjectOptions): Promise<ImagesProject> {
  const { folder, unique, run, baseRegistry, rootImage } = options;
  const names = ['base', ...Array.from({ length: 7 }, (_, index) => `part-${index + 1}`)];
  for (const name of names) {
    const isBase = name === 'base';
    await writeFiles(join(folder, name), {
      Dockerfile: [
        `FROM ${isBase ? rootImage : `${baseRegistry}/${unique}-base:0.6.0`}`,
        `LABEL IMAGE="${unique}-${name}" edk.bench="${run}"`,
        `ENV EDK_BENCH=${unique}-${name}`,
        ...(isBase ? [] : ['RUN tar --create /usr/bin | head --bytes=24M | gzip > /opt/part.tgz']),
        'COPY files/ /app/',
        '',
      ].join('\n'),
      'files/process.sh': 'echo processed\n',
    });
  }
  return { folder, images: names.map((name) => ({ name: `${unique}-${name}`, folder: name })) };
}

/** One line more in a script, another each time. */
export async function editPart(project: ImagesProject, part: 'base' | 'part-1', line: string): Promise<void> {
  await appendFile(join(project.folder, part, 'files', 'process.sh'), `# ${line}\n`);
}
