import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './runTimed.ts';

export interface DockerClient {
  readonly executable: string;
  /** Sets whether its `docker build` is by BuildKit. */
  readonly environment: { readonly DOCKER_BUILDKIT: '0' | '1' };
}

/** The script's `docker`: the first on PATH that builds with BuildKit, as the kit does; else one without. */
export async function findDockerClient(): Promise<DockerClient> {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'docker'));
  for (const mode of ['1', '0'] as const) {
    for (const executable of candidates.filter(isExecutable)) {
      const environment = { DOCKER_BUILDKIT: mode };
      const build = { executable, arguments: ['build', '--quiet', '--tag', probe, '-'], environment };
      const works = await run(build, 'FROM scratch\nENV EDK_BENCH=probe\n').then(
        () => true,
        () => false,
      );
      if (!works) continue;
      await run({ executable, arguments: ['image', 'rm', probe], environment });
      return { executable, environment };
    }
  }
  throw new Error('The bench needs the command "docker" beside the Docker Engine, to compare with.');
}

const probe = 'kaapana-edk-bench-probe';

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
