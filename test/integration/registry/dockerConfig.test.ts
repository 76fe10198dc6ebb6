import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import type { RegistryCredentials } from '../../../src/core/docker/openBuildSession.ts';
import { parseJson } from '../../../src/core/text/parseJson.ts';
import { dockerConfigs, host } from '../../support/dockerConfigs.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const sentSchema = z.object({
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
});

/** The docker command reads the same files, and hands what it finds to its Engine: here to one that only listens. */
describe('the credentials in config.json, as the docker command reads them', () => {
  const folder = useTemporaryFolder();
  let engine: Server;
  let sent: string | undefined;

  beforeEach(async () => {
    sent = undefined;
    engine = createServer((request, answer) => {
      const header = request.headers['x-registry-auth'];
      if (typeof header === 'string') sent = Buffer.from(header, 'base64url').toString('utf8');
      answer.writeHead(200, { 'Api-Version': '1.47', 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => engine.listen(join(folder.path, 'docker.sock'), resolve));
  });
  afterEach(() => {
    engine.close();
    engine.closeAllConnections();
  });

  for (const [title, config, found, registry = host] of dockerConfigs) {
    // The command does not know the host that Docker Hub's own answers name.
    if (registry === 'registry-1.docker.io') continue;
    it(`reads ${title}`, async () => {
      const text = typeof config === 'string' ? config : JSON.stringify(config);
      await writeFile(join(folder.path, 'config.json'), text);
      const socket = `unix://${join(folder.path, 'docker.sock')}`;
      await execa('docker', ['--config', folder.path, '--host', socket, 'pull', `${registry}/lung:1`]);
      assert.deepEqual(credentialsIn(sent), found);
    });
  }
});

function credentialsIn(sent: string | undefined): RegistryCredentials | undefined {
  const { username, password, identitytoken } = parseJson(sent ?? '{}', sentSchema) ?? {};
  if (identitytoken !== undefined) return { username: '', password: '', identityToken: identitytoken };
  return username === undefined ? undefined : { username, password: password ?? '' };
}
