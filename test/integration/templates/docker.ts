import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const templates = fileURLToPath(new URL('../../../templates/', import.meta.url));

const rootImage = process.env['EDK_ROOT_IMAGE'] ?? 'kaapana-edk/root:bookworm';

/** Tags that no other run uses; `local-only/x` in a FROM line stands for `tag('x')`. */
export interface TestImages {
  tag(name: string): string;
  /** Builds the Dockerfile of a folder of templates/; a stage is tagged as well, so that `remove` finds it. */
  build(name: string, folder: string, options?: { readonly stage?: string }): Promise<void>;
  remove(): Promise<void>;
}

export function testImages(area: string): TestImages {
  const tag = (name: string): string => `edk-test-${process.pid}-${area}/${name}:latest`;
  const built: string[] = [];

  async function buildAs(name: string, folder: string, stage: readonly string[]): Promise<void> {
    const text = await readFile(`${folder}/Dockerfile`, 'utf8');
    // A chain of its own from the first step on: to remove an image takes steps away that nothing names, also those on
    // which the classic builder builds something else at the moment.
    const dockerfile = text
      .replaceAll(/^FROM local-only\/([\w-]+):latest/gm, (_, base: string) => `FROM ${tag(base)}`)
      .replaceAll(/^FROM .*$/gm, `$&\nLABEL edk.test=${process.pid}-${area}`);
    const argument = dockerfile.includes('ARG ROOT_IMAGE') ? ['--build-arg', `ROOT_IMAGE=${rootImage}`] : [];
    await execa('docker', ['build', '--tag', tag(name), ...argument, ...stage, '--file', '-', folder], {
      input: dockerfile,
    });
    built.unshift(tag(name));
  }

  return {
    tag,
    async build(name, folder, { stage } = {}) {
      if (stage !== undefined) await buildAs(`${name}-${stage}`, `${templates}${folder}`, ['--target', stage]);
      await buildAs(name, `${templates}${folder}`, []);
    },
    async remove() {
      if (built.length > 0) await execa('docker', ['image', 'rm', '--force', ...built]);
    },
  };
}

export interface ContainerRun {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder of the host -> folder in the container. */
  readonly mounts?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** Standard input. */
  readonly input?: string;
  /** Default: the user of the tests, so that the files it writes can be removed. */
  readonly user?: 'root';
  readonly network?: 'host';
}

export interface ContainerResult {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** Runs to the end, whatever the end is. */
export async function runContainer(run: ContainerRun): Promise<ContainerResult> {
  const user = run.user ?? `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  const network = run.network === undefined ? [] : ['--network', run.network];
  const environment = Object.entries(run.environment ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const mounts = Object.entries(run.mounts ?? {}).flatMap(([from, to]) => ['--volume', `${from}:${to}`]);
  const result = await execa(
    'docker',
    [
      'run',
      '--rm',
      '--interactive',
      '--user',
      user,
      ...network,
      ...environment,
      ...mounts,
      run.image,
      ...(run.command ?? []),
    ],
    { input: run.input ?? '', reject: false, all: true },
  );
  return { exitCode: result.exitCode, output: result.all };
}
