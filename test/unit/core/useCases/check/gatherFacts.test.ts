import assert from 'node:assert/strict';
import { join } from 'node:path';
import { templatesFolder } from '../../../../../src/cli/verb.ts';
import { createHttpClient, type HttpClient } from '../../../../../src/core/http/httpClient.ts';
import { readProject } from '../../../../../src/core/project/readProject.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import { checkProject } from '../../../../../src/core/useCases/check/checkProject.ts';
import { gatherFacts } from '../../../../../src/core/useCases/check/gatherFacts.ts';
import { useFakeRegistry, type FakeRegistryOptions } from '../../../../support/fakeRegistry.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { smallProject } from '../../../../support/smallProject.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../../support/writeFiles.ts';

const { signal } = new AbortController();

describe('gatherFacts', () => {
  const startRegistry = useFakeRegistry();
  const root = useTemporaryFolder();
  let http: HttpClient;
  before(() => {
    http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  });
  after(() => http.close());

  /** Ids of the rules that find something in a project with the base image `team-base`, and what was warned of. */
  async function check(catalogue: FakeRegistryOptions['catalogue']) {
    const { address } = await startRegistry(undefined, catalogue === undefined ? {} : { catalogue });
    const folder = join(root.path, 'small');
    const dockerfile = 'FROM local-only/team-base:latest\nLABEL IMAGE="small"\nLABEL VERSION="1"\n';
    await writeFiles(folder, { ...smallProject, 'docker/Dockerfile': dockerfile });
    const environment = readEnvironment({
      ...{ EDK_STATE: join(root.path, 'state'), EDK_CACHE: join(root.path, 'cache') },
      ...{ KUBE_HELM_URL: 'http://127.0.0.1:1', LOCAL_REGISTRY_URL: address, PATH: process.env['PATH'] },
    });
    const settings = await resolveSettings(folder, {}, environment);
    const edk = { settings, environment, templatesFolder, http, registries: new Map() };
    const project = await readProject(folder, { buildArguments: {}, signal });
    const { step, lines } = recordStep();
    const facts = await gatherFacts(edk, { project, render: false, online: true, references: false }, step);
    const { findings } = await checkProject(edk, project, { signal, ...facts });
    return {
      rules: findings.map(({ rule }) => rule),
      warnings: lines.filter((line) => line.startsWith('warn ')).join('\n'),
    };
  }

  it('asks the registry for base images', async () => {
    assert.ok((await check(['other-base'])).rules.includes('image/base-unknown'));
    assert.ok(!(await check(['team-base'])).rules.includes('image/base-unknown'));
  });

  for (const status of [401, 403, 404, 500]) {
    it(`misses no base image in a registry that answers with ${status} when asked for its images`, async () => {
      const { rules, warnings } = await check(status);
      assert.ok(!rules.includes('image/base-unknown'));
      assert.match(warnings, /The rules that need the registry were skipped: The registry 127\.0\.0\.1/);
    });
  }
});
