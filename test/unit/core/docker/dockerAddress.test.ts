import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { reachDocker, connectDocker } from '../../../../src/core/docker/connectDocker.ts';
import { findDockerAddress, type DockerSurroundings } from '../../../../src/core/docker/dockerAddress.ts';
import { findRegistryCredentials } from '../../../../src/core/docker/registryCredentials.ts';
import { asNobody } from '../../../support/asNobody.ts';
import { writeFiles } from '../../../support/imageProject.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

const { signal } = new AbortController();

describe('docker', () => {
  const folder = useTemporaryFolder();
  const surroundings = (changed: Partial<DockerSurroundings> = {}): DockerSurroundings => ({
    host: undefined,
    context: undefined,
    configFolder: undefined,
    runtimeFolder: undefined,
    tlsVerify: undefined,
    certificatesFolder: undefined,
    home: folder.path,
    ...changed,
  });
  const writeContext = (name: string, host: string): void => {
    const id = createHash('sha256').update(name).digest('hex');
    const meta = { Name: name, Endpoints: { docker: { Host: host } } };
    writeFiles(folder.path, { [`.docker/contexts/meta/${id}/meta.json`]: JSON.stringify(meta) });
  };
  const url = async (changed: Partial<DockerSurroundings> = {}): Promise<string> =>
    (await findDockerAddress(surroundings(changed))).url;

  it('takes DOCKER_HOST before everything', async () => {
    writeContext('remote', 'tcp://a:1');
    assert.equal(await url({ host: 'unix:///x.sock', context: 'remote' }), 'unix:///x.sock');
    assert.equal(await url({ host: 'somewhere:2375' }), 'tcp://somewhere:2375');
  });

  it('takes DOCKER_CONTEXT, else the current context', async () => {
    writeContext('remote', 'tcp://a:1');
    writeContext('rootless', 'unix:///run/user/1/docker.sock');
    writeFiles(folder.path, { '.docker/config.json': '{"currentContext":"rootless"}' });
    assert.equal(await url({ context: 'remote' }), 'tcp://a:1');
    assert.equal(await url(), 'unix:///run/user/1/docker.sock');
  });

  it('names a context without an address', async () => {
    const error = await rejection(findDockerAddress(surroundings({ context: 'gone' })), 'docker.unreachable');
    assert.match(error.message, /"gone"/);
  });

  it('names the address where nothing listens', async () => {
    const socket = join(folder.path, 'docker.sock');
    const connection = await connectDocker(surroundings({ host: `unix://${socket}` }));
    assert.ok((await rejection(reachDocker(connection, signal), 'docker.unreachable')).message.includes(socket));
    const remote = await connectDocker(surroundings({ host: 'tcp://127.0.0.1:1' }));
    assert.match((await rejection(reachDocker(remote, signal), 'docker.unreachable')).message, /tcp:\/\/127.0.0.1:1/);
  });

  it('says when the socket may not be used', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const socket = join(folder.path, 'docker.sock');
    const server = createServer().listen(socket);
    await once(server, 'listening');
    chmodSync(socket, 0o600);
    chmodSync(folder.path, 0o755);
    try {
      const connection = await connectDocker(surroundings({ host: `unix://${socket}` }));
      await asNobody(async () => {
        const error = await rejection(reachDocker(connection, signal), 'docker.forbidden');
        assert.match(error.remedy, /group "docker"/);
      });
    } finally {
      server.close();
    }
  });

  it('finds what docker login left', async () => {
    const auth = Buffer.from('anna:se:cret').toString('base64');
    writeFiles(folder.path, { '.docker/config.json': JSON.stringify({ auths: { 'reg:5000': { auth } } }) });
    assert.deepEqual(await findRegistryCredentials('reg:5000/path', surroundings(), signal), {
      username: 'anna',
      password: 'se:cret',
    });
    assert.equal(await findRegistryCredentials('other', surroundings(), signal), undefined);
  });
});
