import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectToPlatform } from '../../../../../src/core/useCases/context/edkContext.ts';
import { signIn } from '../../../../../src/core/useCases/context/platformSignIn.ts';
import { createHttpClient } from '../../../../../src/core/http/httpClient.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../../../src/core/settings/resolveSettings.ts';
import { createSessionFile } from '../../../../../src/core/signIn/session.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

const { signal } = new AbortController();

describe('what is secret and the address of the platform', () => {
  const folder = useTemporaryFolder();

  /** A project whose edk.yaml may name the platform, and a sign-in that is kept for that address. */
  const open = async (
    url: string,
    { yaml = false, variables = {} }: { yaml?: boolean; variables?: NodeJS.ProcessEnv },
  ) => {
    const project = join(folder.path, 'project');
    await mkdir(project, { recursive: true });
    await writeFile(join(project, 'edk.yaml'), yaml ? `platformUrl: ${url}\n` : '');
    const environment = readEnvironment({
      EDK_STATE: join(folder.path, 'state'),
      ...(yaml ? {} : { KUBE_HELM_URL: url }),
      ...variables,
    });
    const settings = await resolveSettings(project, {}, environment);
    const session = { issuer: 'https://issuer.example/', clientId: 'kaapana', accessToken: 'kept' };
    await createSessionFile(environment.stateFolder, url).write(session);
    const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
    return { settings, environment, http, templatesFolder: '', registries: new Map() };
  };
  const authorizationFor = async (...given: Parameters<typeof open>) =>
    (await connectToPlatform(await open(...given)).authorize?.(signal))?.['authorization'];

  const sent: readonly [url: string, variables: NodeJS.ProcessEnv][] = [
    ['https://platform.example/kube-helm-api', {}],
    ['http://127.0.0.1:1/kube-helm-api', {}],
    ['http://lab.example:8080/kube-helm-api', { EDK_PLAIN_HTTP: 'lab.example:8080' }],
  ];
  for (const [url, variables] of sent) {
    it(`goes to ${url}, which the user named`, async () => {
      assert.equal(await authorizationFor(url, { variables }), 'Bearer kept');
    });
  }

  const secrets: readonly [what: string, variables: NodeJS.ProcessEnv][] = [
    ['the kept sign-in', {}],
    ['a token of the environment', { EDK_PLATFORM_TOKEN: 'token' }],
  ];
  for (const [what, variables] of secrets) {
    it(`${what} does not go where only an edk.yaml leads, wherever that is`, async () => {
      for (const url of ['https://platform.example/kube-helm-api', 'http://127.0.0.1:1/kube-helm-api']) {
        const error = await rejection(authorizationFor(url, { yaml: true, variables }), 'platform.notSignedIn');
        assert.match(error.message, /only an edk\.yaml names that address/);
        assert.match(error.remedy, /KUBE_HELM_URL/);
      }
    });

    it(`${what} does not go to another machine unencrypted`, async () => {
      const error = await rejection(
        authorizationFor('http://lab.example:8080/api', { variables }),
        'platform.notSignedIn',
      );
      assert.match(error.message, /not encrypted/);
      assert.match(error.remedy, /EDK_PLAIN_HTTP=lab\.example:8080/);
    });
  }

  it('nobody is asked to sign in where only an edk.yaml leads', async () => {
    const edk = await open('https://platform.example/kube-helm-api', { yaml: true });
    await rejection(signIn(edk, recordStep().step), 'platform.notSignedIn');
  });

  it('goes to the address of an edk.yaml that the environment names too', async () => {
    const url = 'https://platform.example/kube-helm-api';
    assert.equal(await authorizationFor(url, { yaml: true, variables: { KUBE_HELM_URL: url } }), 'Bearer kept');
  });
});
