import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker, type DockerConnection } from '../../src/core/docker/connectDocker.ts';
import type { RegistryCredentials } from '../../src/core/docker/openBuildSession.ts';
import { createHttpClient, type HttpClient } from '../../src/core/http/httpClient.ts';
import type { BuiltImage } from '../../src/core/images/build/buildImage.ts';
import { buildImages, type BuildImagesOptions } from '../../src/core/images/buildImages.ts';
import type { ImagePlan } from '../../src/core/images/plan/imagePlan.ts';
import { planImages } from '../../src/core/images/plan/planImages.ts';
import { removeOldTags } from '../../src/core/images/push/pushedImages.ts';
import { openBuildMemory } from '../../src/core/images/why/buildMemory.ts';
import type { JobStep } from '../../src/core/jobs/jobStep.ts';
import { readImages } from './readBuildable.ts';
import { RegistryClient } from '../../src/core/registry/registryClient.ts';
import { readEnvironment } from '../../src/core/settings/environment.ts';
import { recordStep } from './recordingStep.ts';

const noProxy = { http: undefined, https: undefined, no: undefined };

/** The image that tests start from when they run something; it has to be in the Docker Engine. */
export const rootImage = process.env['EDK_ROOT_IMAGE'] ?? 'kaapana-edk/root:bookworm';

/** Plans and builds the images of a folder against one registry, with the real Docker Engine. */
export class ImageWorkbench {
  readonly client: RegistryClient;
  readonly connection: DockerConnection;
  readonly registry: string;
  readonly #http: HttpClient;
  readonly #references = new Set<string>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'test-of-edk-memory-'));
  readonly #memory = openBuildMemory(join(this.#folder, 'builds'));

  readonly #credentials: RegistryCredentials | undefined;
  /** Looks at built images before they are pushed. */
  check: BuildImagesOptions['check'];

  private constructor(registry: string, connection: DockerConnection, credentials?: RegistryCredentials) {
    this.registry = registry;
    this.connection = connection;
    this.#http = createHttpClient(noProxy);
    this.client = new RegistryClient({
      registry,
      http: this.#http,
      findCredentials: () => Promise.resolve(credentials),
    });
    this.#credentials = credentials;
  }

  static async open(registry: string, credentials?: RegistryCredentials): Promise<ImageWorkbench> {
    const environment = readEnvironment();
    return new ImageWorkbench(
      registry,
      await connectDocker({ ...environment.docker, home: environment.home }),
      credentials,
    );
  }

  async plan(folder: string, step: JobStep = recordStep().step): Promise<ImagePlan> {
    const plan = await planImages(
      {
        images: await readImages(folder, { buildArguments: { ROOT_IMAGE: rootImage } }),
        imageReferences: [],
        registry: { push: this.registry, pull: 'localhost:32000' },
        buildVersion: '0.6.0',
        buildArguments: { ROOT_IMAGE: rootImage },
        digestFolder: join(this.#folder, 'digests'),
        bases: {
          registryDigest: (name, tag) => this.client.digest(name, tag, step.signal),
          registryNames: () => this.client.listRepositories(step.signal),
        },
      },
      step,
    );
    for (const { push } of plan.images) {
      this.#references.add(push.version).add(push.immutable);
    }
    return plan;
  }

  async build(folder: string, step: JobStep = recordStep().step): Promise<BuiltImage[]> {
    return this.#buildPlan(await this.plan(folder, step), step);
  }

  /** Lets something happen between the plan and the build. */
  async planThen(folder: string, happens: () => void): Promise<{ plan: ImagePlan; building: Promise<BuiltImage[]> }> {
    const plan = await this.plan(folder);
    happens();
    return { plan, building: this.#buildPlan(plan, recordStep().step) };
  }

  /** Takes what these images were before their last build out of the Engine. */
  async removeOldTags(folder: string): Promise<void> {
    const { step } = recordStep();
    const { images } = await this.plan(folder, step);
    await removeOldTags(images, { connection: this.connection, memory: this.#memory }, step);
  }

  #buildPlan(plan: ImagePlan, step: JobStep): Promise<BuiltImage[]> {
    const options = {
      connection: this.connection,
      proxy: noProxy,
      registry: this.client,
      memory: this.#memory,
      credentials: this.#credentials,
      workers: 2,
      check: this.check,
    };
    return buildImages(plan, options, step);
  }

  /** Takes the images made here out of the Docker Engine. */
  async close(): Promise<void> {
    for (const reference of this.#references) {
      await this.connection.docker
        .getImage(reference)
        .remove()
        .catch(() => undefined);
    }
    rmSync(this.#folder, { recursive: true, force: true });
    await this.#http.close();
  }
}

/** Everything that can be seen of the files below a folder, times included. */
export function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const file = join(folder, path);
      const { mode, mtimeNs, ctimeNs, size, ino } = lstatSync(file, { bigint: true });
      const isFile = lstatSync(file).isFile();
      const content = isFile ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
      return [path, mode, mtimeNs, ctimeNs, isFile ? size : '', ino, content].join(' ');
    });
}
