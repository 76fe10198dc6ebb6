import { mkdir, writeFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchProject, BenchSetting } from './contest.ts';
import type { DockerClient } from './findDockerClient.ts';
import { run } from './runTimed.ts';

/** Fetches once what both cold builds download, so that a mirror on the way serves the first one like the second. */
export async function warmDownloads(
  { folder, name }: BenchProject,
  setting: BenchSetting,
  { executable, environment }: DockerClient,
): Promise<void> {
  const context = join(setting.folder, 'warm');
  await mkdir(context);
  await cp(join(folder, 'processing-containers', name, 'files'), context, { recursive: true });
  await writeFile(
    join(context, 'Dockerfile'),
    [
      `FROM ${setting.registry}/base-python-cpu:latest`,
      `ENV EDK_BENCH=${setting.run}-warm`,
      `LABEL edk.bench=${setting.run}`,
      'RUN apt-get update && apt-get install -y --download-only --no-install-recommends gcc libc6-dev libpython3-dev',
      'COPY . /warm/',
      'RUN cd /tmp && pip download -r /warm/build/requirements.txt && pip install -r /warm/build/requirements.txt \\',
      '    && PYTHONPATH=/warm/build pip download --no-deps --no-build-isolation --no-binary :all: -r /warm/build/sources.txt \\',
      "    && grep -viE '^(pyradiomics|docopt)' /warm/requirements.txt > wheels.txt && pip download -r wheels.txt",
      '',
    ].join('\n'),
  );
  await run({ executable, arguments: ['build', '--quiet', context], environment });
}
