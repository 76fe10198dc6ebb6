import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { loadImages, pullImage } from '../../docker/bringForeignImages.ts';
import { type DockerConnection, readImageId } from '../../docker/connectDocker.ts';
import { explainDockerError } from '../../docker/dockerAnswers.ts';
import { EdkError } from '../../errors/edkError.ts';
import { pushImage } from '../../images/push/pushImage.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { withoutTag } from '../../project/references/imageReference.ts';
import { connectToDocker, connectToRegistry, type EdkContext } from '../context/edkContext.ts';
import { baseImageFolders } from './kaapanaRepository.ts';

/** Where base images built elsewhere come from. */
type ForeignSource =
  { readonly kind: 'archive'; readonly file: string } | { readonly kind: 'registry'; readonly registry: string };

export interface ImportedBase {
  readonly name: string;
  /** In the local registry. */
  readonly reference: string;
  readonly digest: string;
  readonly outcome: 'pushed' | 'unchanged';
}

/**
 * Imports base images that were built elsewhere into the local registry, as `latest`: every image of an archive, or the
 * bases of extensions from another registry, tagged with the build version or else `latest`. Images that the registry
 * already has are not pushed again.
 *
 * @param from a file, or the address of a registry.
 * @throws EdkError `docker.*`, `registry.*`; `image.baseUnknown` when nothing was found.
 */
export async function importBases(edk: EdkContext, from: string, step: JobStep): Promise<readonly ImportedBase[]> {
  const connection = await connectToDocker(edk);
  const source = await chooseSource(from);
  const found = await step.run(`Fetch the base images from ${from}`, async (fetching) => {
    const references =
      source.kind === 'archive'
        ? await loadImages(connection, source.file, fetching)
        : await pullBases(edk, { connection, registry: source.registry }, fetching);
    fetching.result(`${references.length} images`);
    return references;
  });
  if (found.length === 0) {
    throw new EdkError('image.baseUnknown', `${from} contains no base images.`, {
      remedy: `Pass an archive from "docker save" or "edk export", or a registry with ${baseNames.join(', ')}.`,
    });
  }
  const images = new Map(found.map((reference) => [basename(withoutTag(reference)), reference]));
  return step.run('Push the base images', async (pushing) => {
    const bases: ImportedBase[] = [];
    for (const [name, reference] of images) {
      bases.push(await pushing.run(name, (inner) => bringBase(edk, { connection, name, reference }, inner)));
    }
    return bases;
  });
}

const baseNames = baseImageFolders.map((folder) => basename(folder));

async function chooseSource(from: string): Promise<ForeignSource> {
  const file = resolve(from);
  const isFile = await stat(file).then(
    (status) => status.isFile(),
    () => false,
  );
  if (isFile) return { kind: 'archive', file };
  if (/\.(?:tar|tgz|tar\.gz)$/.test(from)) {
    throw new EdkError('settings.invalid', `There is no file ${file}.`, {
      remedy: 'Correct the path given with --from.',
    });
  }
  return { kind: 'registry', registry: from.replace(/\/+$/, '') };
}

interface Elsewhere {
  readonly connection: DockerConnection;
  readonly registry: string;
}

async function pullBases(edk: EdkContext, { connection, registry }: Elsewhere, step: JobStep): Promise<string[]> {
  const connected = connectToRegistry(edk, registry, step.signal);
  const { client } = connected;
  const references: string[] = [];
  for (const name of baseNames) {
    const tags = [edk.settings.buildVersion, 'latest'];
    const there = await Promise.all(tags.map((tag) => client.digest(name, tag, step.signal)));
    const tag = tags.find((_tag, index) => there[index] !== undefined);
    if (tag === undefined) {
      step.warn(`${registry} has no ${name}, neither as ${tags.join(' nor as ')}.`);
      continue;
    }
    const reference = `${registry}/${name}:${tag}`;
    const credentials = await connected.credentials();
    await step.run(name, (pulling) => pullImage(connection, { reference, credentials }, pulling));
    references.push(reference);
  }
  return references;
}

interface FetchedBase {
  readonly connection: DockerConnection;
  readonly name: string;
  /** In the Docker Engine. */
  readonly reference: string;
}

async function bringBase(
  edk: EdkContext,
  { connection, name, reference }: FetchedBase,
  step: JobStep,
): Promise<ImportedBase> {
  const { push } = edk.settings.registry;
  const target = `${push}/${name}:latest`;
  const connected = connectToRegistry(edk, push, step.signal);
  const { client } = connected;
  const present = await client.manifest(name, 'latest', step.signal);
  const id = await readImageId(connection, reference);
  if (present?.content.kind === 'image' && present.content.config.digest === id) {
    step.skip('the registry has it');
    return { name, reference: target, digest: present.digest, outcome: 'unchanged' };
  }
  try {
    await connection.docker.getImage(reference).tag({ repo: `${push}/${name}`, tag: 'latest' });
  } catch (error) {
    throw explainDockerError(error, connection.address);
  }
  const both = (text: string) => ({ version: text, immutable: text });
  const image = { source: { name }, tags: both('latest'), push: both(target) };
  const { digest } = await pushImage(
    image,
    { connection, registry: client, credentials: await connected.credentials() },
    step,
  );
  return { name, reference: target, digest, outcome: 'pushed' };
}
