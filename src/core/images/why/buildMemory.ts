import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from '../../files/writeFiles.ts';
import type { HashInputs, PlannedImage } from '../plan/imagePlan.ts';
import { parseJson } from '../../text/parseJson.ts';

const headSchema = z.object({
  image: z.string(),
  /** Reference with the immutable tag and the registry that was pushed to. */
  reference: z.string(),
  hash: z.string(),
  dockerfilePath: z.string(),
  /** ISO 8601, UTC. */
  builtAt: z.string(),
  /** Of build and push; undefined when it was found in the registry. */
  durationMs: z.number().optional(),
  /** Compressed, in bytes. */
  size: z.number().optional(),
  /** References of earlier contents that the Docker Engine may still have, newest first. */
  earlier: z.array(z.string()).default([]),
});
const texts = z.record(z.string(), z.string());
const textMap = texts.transform((record) => new Map(Object.entries(record)));
const inputsSchema = z.object({
  dockerfile: z.string(),
  files: textMap,
  buildArguments: texts,
  bases: textMap,
  own: textMap,
  runs: textMap,
});

/** The record of an image's last build, without its inputs. */
export type BuildHead = z.infer<typeof headSchema>;
export type RememberedBuild = BuildHead & { readonly inputs: HashInputs };

/**
 * The last build of every image on this machine, one file each: a line with the head and a line with the inputs. The
 * files can be deleted at any time; the next build then cannot say why an image is built.
 */
export interface BuildMemory {
  readHead(image: PlannedImage): Promise<BuildHead | undefined>;
  read(image: PlannedImage): Promise<RememberedBuild | undefined>;
  write(image: PlannedImage, facts: Pick<BuildHead, 'durationMs' | 'size'>): Promise<void>;
  /** Records a reference that the Docker Engine may have, although the build did not finish. */
  noteUnfinished(image: PlannedImage): Promise<void>;
  /** The Docker Engine no longer has this reference; it is omitted from now on. */
  noteGone(reference: string): void;
}

/** How many references long-running containers may keep from being removed. */
const rememberedReferences = 5;

export function openBuildMemory(folder: string): BuildMemory {
  const gone = new Set<string>();
  const newest = (references: readonly string[]): string[] =>
    [...new Set(references)].filter((reference) => !gone.has(reference)).slice(0, rememberedReferences);
  const earlierThan = (reference: string, last: BuildHead | undefined): string[] =>
    last === undefined ? [] : newest([last.reference, ...last.earlier].filter((other) => other !== reference));
  const readHead = async (image: PlannedImage): Promise<BuildHead | undefined> =>
    headOf((await readLines(fileOf(folder, image)))[0]);
  return {
    readHead,
    read: async (image) => {
      const [first, second] = await readLines(fileOf(folder, image));
      const head = headOf(first);
      const inputs = parseJson(second ?? '', inputsSchema);
      return head === undefined || inputs === undefined ? undefined : { ...head, inputs };
    },
    write: async (image, facts) => {
      const { source, push, hash, dockerfilePath, inputs } = image;
      const builtAt = new Date().toISOString();
      const head: BuildHead = {
        image: source.name,
        reference: push.immutable,
        hash,
        dockerfilePath,
        builtAt,
        ...facts,
        earlier: earlierThan(push.immutable, await readHead(image)),
      };
      const { dockerfile, buildArguments } = inputs;
      const plain = {
        dockerfile,
        files: Object.fromEntries(inputs.files),
        buildArguments,
        bases: Object.fromEntries(inputs.bases),
        own: Object.fromEntries(inputs.own),
        runs: Object.fromEntries(inputs.runs),
      };
      await writePrivateFile(fileOf(folder, image), `${JSON.stringify(head)}\n${JSON.stringify(plain)}\n`);
    },
    noteUnfinished: async (image) => {
      const [first, second] = await readLines(fileOf(folder, image));
      const head = headOf(first);
      const { immutable } = image.push;
      // If nothing is known, the Engine is asked next time.
      if (head === undefined || head.reference === immutable) return;
      const noted = { ...head, earlier: newest([immutable, ...head.earlier]) };
      await writePrivateFile(fileOf(folder, image), `${JSON.stringify(noted)}\n${second ?? ''}\n`);
    },
    noteGone: (reference) => void gone.add(reference),
  };
}

/** Heads of the last builds of all images, of any project. */
export async function listRememberedBuilds(folder: string): Promise<BuildHead[]> {
  const names = await readdir(folder).catch(() => []);
  const heads = await Promise.all(
    names
      .filter((name) => name.endsWith('.ndjson'))
      .map(async (name) => headOf((await readLines(join(folder, name)))[0])),
  );
  return heads.filter((head) => head !== undefined);
}

/** One file per image, folder and registry; another copy of a project has its own history. */
function fileOf(folder: string, { source, push, tags }: PlannedImage): string {
  const repository = push.immutable.slice(0, -tags.immutable.length - 1);
  const key = createHash('sha256').update(`${repository}\0${source.file.file}`).digest('hex').slice(0, 24);
  return join(folder, `${key}.ndjson`);
}

async function readLines(file: string): Promise<string[]> {
  return readFile(file, 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
}

function headOf(line: string | undefined): BuildHead | undefined {
  return parseJson(line ?? '', headSchema);
}
