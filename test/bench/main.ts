/**
 * Compares `edk deploy` with a plain script (plainDeploy.sh) of docker build, docker push, helm dep up, helm package
 * and curl. scripts/bench.mjs is its door: it sets everything up and removes everything.
 *
 * What is compared: the time from starting the command to its end, when the images are in the registry, the release is
 * deployed, its Job has completed and the DAG files lie in the platform's folder; that is checked after every run.
 * Both work on the same Docker Engine, registry and platform, in turns; who is first changes with every pair.
 * Each has a project of its own, scaffolded from the same template (three images), with its own names of images, chart
 * and DAG. No layer is shared but those of the base images: see prepareProject.ts.
 *
 * Cold: nothing of the project in Docker's build cache, in the registry or on the platform; the base images are there,
 * and what the builds download was fetched once before. One run each, as it takes minutes.
 * Edit: one line more in extract_features.py. Unchanged: nothing.
 * The script knows what a person knows: it does every step every time and trusts Docker's build cache. It checks
 * nothing of what edk checks (references, lint, digests), and keeps one tag, so that an edit does not reach operators.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readPlatformAccess } from '../../src/core/settings/localPlatform.ts';
import { checkDigests, checkEnd, type Digests } from './checkEnd.ts';
import type { BenchSetting, Side } from './contest.ts';
import { findDockerClient, type DockerClient } from './findDockerClient.ts';
import { machineFacts } from './machineFacts.ts';
import { editScript, prepareProject, resolveByHand, version } from './prepareProject.ts';
import { runTimed } from './runTimed.ts';
import { summarize, tableHead, type BenchCase } from './summarize.ts';
import { warmDownloads } from './warmDownloads.ts';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '5' } } });
const pairs = Number(values.pairs);
const setting = readSetting();
const docker = await findDockerClient();
say(`\n${await machineFacts(setting, docker)}\n`);

const sides = await prepareSides(setting, docker);
say('Fetching what both cold builds download.');
await warmDownloads(sides[0].project, setting, docker);

const ends = new Map<Side, Digests>();
const cases: BenchCase[] = [
  await measure('cold', 1, () => Promise.resolve()),
  {
    ...(await measure('edit', pairs, ({ project }, round) => editScript(project, `edit ${round} of ${setting.run}`))),
    target: { ratio: 1.5, seconds: 3 },
  },
  { ...(await measure('unchanged', pairs, () => Promise.resolve())), target: { seconds: 1 } },
];
say(`\n${[tableHead, ...cases.map(summarize)].join('\n')}`);
say('\nSeconds: the median, with the fastest and the slowest run. Ratio: edk by script, of the medians.');

/** Runs both sides in turns; who is first changes with every round. */
async function measure(
  title: 'cold' | 'edit' | 'unchanged',
  rounds: number,
  prepare: (side: Side, round: number) => Promise<void>,
): Promise<BenchCase> {
  const times = { script: [] as number[], edk: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    for (const side of round % 2 === 1 ? sides : sides.toReversed()) {
      await prepare(side, round);
      const seconds = await runTimed(side.deploy);
      times[side.name].push(seconds);
      const end = await checkEnd(side.project, setting);
      const before = ends.get(side);
      if (before !== undefined) checkDigests(before, end, title === 'edit' ? 'edited' : 'unchanged');
      ends.set(side, end);
      say(`${title} ${round} of ${rounds}: ${side.name} ${seconds.toFixed(2)} s`);
    }
  }
  return { title, times };
}

async function prepareSides(within: BenchSetting, client: DockerClient): Promise<readonly [Side, Side]> {
  const access = await readPlatformAccess(within.platformFolder);
  if (access === undefined) throw new Error('The local platform does not run.');
  const authorization = join(within.folder, 'authorization');
  await writeFile(authorization, `authorization: Bearer ${access.token}\n`, { mode: 0o600 });
  const byScript = await prepareProject('bench-script', within);
  await resolveByHand(byScript, within);
  const byEdk = await prepareProject('bench-kit', within);
  return [
    {
      name: 'script',
      project: byScript,
      deploy: {
        executable: 'bash',
        arguments: [join(import.meta.dirname, 'plainDeploy.sh')],
        environment: {
          ...client.environment,
          DOCKER: client.executable,
          HELM: within.helm,
          // Helm would ask repositories that somebody registered on this machine.
          HELM_CONFIG_HOME: join(within.folder, 'helm', 'config'),
          HELM_CACHE_HOME: join(within.folder, 'helm', 'cache'),
          HELM_DATA_HOME: join(within.folder, 'helm', 'data'),
          API: access.url.replace(/\/$/, ''),
          AUTHORIZATION: authorization,
          REGISTRY: within.registry,
          PROJECT: byScript.folder,
          CHART: `${byScript.name}-workflow`,
          RELEASE_JOB: `dag-${byScript.name}`,
          VERSION: version,
          IMAGES: byScript.images.map(({ name, folder }) => `${name}=${folder}`).join(' '),
        },
      },
    },
    {
      name: 'edk',
      project: byEdk,
      deploy: {
        executable: process.execPath,
        arguments: [within.edk, 'deploy', '--dir', byEdk.folder],
        environment: {},
      },
    },
  ];
}

function readSetting(): BenchSetting {
  const need = (name: string): string => {
    const value = process.env[name];
    if (value === undefined || value === '')
      throw new Error(`${name} is not set; start the bench with "npm run bench".`);
    return value;
  };
  return {
    folder: need('EDK_BENCH_FOLDER'),
    run: need('EDK_BENCH_RUN'),
    registry: need('EDK_BENCH_REGISTRY'),
    platformFolder: need('EDK_BENCH_PLATFORM'),
    helm: need('EDK_HELM'),
    edk: need('EDK_BENCH_COMMAND'),
    templates: need('EDK_BENCH_TEMPLATES'),
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
