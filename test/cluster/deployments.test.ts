import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import { kubectl } from '../support/cluster/testCluster.ts';
import { useClusterEdk } from '../support/cluster/useClusterEdk.ts';

const releaseSchema = z.object({ releaseName: z.string(), state: z.literal('running') });
const deploySchema = z.object({ release: releaseSchema });
const podsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
      status: z.object({ phase: z.string(), containerStatuses: z.array(z.object({ imageID: z.string() })) }),
    }),
  ),
});

describe('extensions that run on a real node', function () {
  this.timeout(300_000);
  const edk = useClusterEdk();

  before(async () => {
    await edk.succeeds('init');
  });

  const deploy = async (project: string) =>
    deploySchema.parse(await edk.succeeds('deploy', '--dir', project)).release.releaseName;

  /** The one pod of a release that is to stay. */
  async function podOf(release: string) {
    const text = await kubectl('get', 'pods', '--namespace', 'services', '--output', 'json');
    const pods = podsSchema
      .parse(JSON.parse(text))
      .items.filter(({ metadata, status }) => metadata.name.startsWith(`${release}-`) && status.phase === 'Running');
    assert.equal(pods.length, 1, text);
    const [pod] = pods;
    assert.ok(pod);
    return {
      name: pod.metadata.name,
      image: pod.spec.containers[0]?.image,
      id: pod.status.containerStatuses[0]?.imageID,
    };
  }

  /** What the application answers at the address of its Service, below the path of its Ingress. */
  async function fetched(release: string, file: string): Promise<string> {
    const { name } = await podOf(release);
    const place = ['--namespace', 'services'];
    const columns = 'jsonpath={.spec.clusterIP}:{.spec.ports[0].port}';
    const address = await kubectl('get', 'service', release, ...place, '--output', columns);
    const route = 'jsonpath={.spec.rules[0].http.paths[0].path}';
    const path = await kubectl('get', 'ingress', release, ...place, '--output', route);
    const script = `import urllib.request; print(urllib.request.urlopen("http://${address}${path}/${file}").read().decode())`;
    return await kubectl('exec', name, ...place, '--', 'python3', '-c', script);
  }

  it('are deployed, and deployed again after an edit: then the new image runs', async () => {
    const project = edk.workshop.at('web-application');
    await edk.succeeds('new', 'application', '--name', 'web-application', '--dir', project);
    const release = await deploy(project);
    const before = await podOf(release);
    assert.doesNotMatch(await fetched(release, 'application.css'), /edited/);
    await appendFile(`${project}/extension/docker/files/static/application.css`, '/* edited */\n');
    assert.equal(await deploy(project), release);
    const after = await podOf(release);
    assert.notEqual(after.name, before.name);
    assert.notEqual(after.image, before.image);
    assert.notEqual(after.id, before.id);
    assert.match(await fetched(release, 'application.css'), /\/\* edited \*\/$/);

    await deploy(project);
    assert.deepEqual(await podOf(release), after, 'A deployment without a change makes nothing anew.');
    await edk.succeeds('uninstall', release);
  });

  it('are launched several times, each with its own parameters', async () => {
    const project = edk.workshop.at('slide-viewer');
    await edk.succeeds('new', 'application', '--name', 'slide-viewer', '--instances', 'many', '--dir', project);
    await edk.succeeds('build', 'extension', '--dir', project);
    const launch = async (greeting: string) =>
      releaseSchema.parse(await edk.succeeds('install', 'slide-viewer-chart', '--set', `greeting=${greeting}`))
        .releaseName;
    const releases = [await launch('Moin'), await launch('Servus')];
    for (const [index, greeting] of ['Moin', 'Servus'].entries()) {
      const release = releases[index] ?? '';
      const answer = await fetched(release, 'parameters.json');
      assert.match(answer, new RegExp(`"greeting": *"${greeting}"`));
    }
    for (const release of releases) await edk.succeeds('uninstall', release);
  });
});
