import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { BenchSetting } from './contest.ts';
import type { DockerClient } from './findDockerClient.ts';
import { run } from './runTimed.ts';

/** What the figures depend on; one line each, as Markdown. */
export async function machineFacts({ helm }: Pick<BenchSetting, 'helm'>, docker: DockerClient): Promise<string> {
  const format = 'client {{.Client.Version}}, Engine {{.Server.Version}}';
  const told = async (executable: string, args: readonly string[]): Promise<string> =>
    (await run({ executable, arguments: args, environment: {} })).stdout.trim();
  const builder = docker.environment.DOCKER_BUILDKIT === '1' ? 'BuildKit' : 'the classic builder';
  return [
    `- ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `- load before the first run: ${(await readFile('/proc/loadavg', 'utf8').catch(() => 'unknown')).trim()}`,
    `- Docker ${await told(docker.executable, ['version', '--format', format])}; the script builds with ${builder}`,
    `- Helm ${await told(helm, ['version', '--short'])}, Node ${process.versions.node}`,
    `- ${new Date().toISOString()}`,
  ].join('\n');
}
