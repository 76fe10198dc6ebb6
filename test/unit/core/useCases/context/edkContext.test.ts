import assert from 'node:assert/strict';
import { environmentCredentials } from '../../../../../src/core/useCases/context/edkContext.ts';
import { readEnvironment } from '../../../../../src/core/settings/environment.ts';
import { settingsOf } from '../../doctor/healthyContext.ts';

const both = { EDK_REGISTRY_USER: 'anna', EDK_REGISTRY_PASSWORD: 'secret' };
const anna = { username: 'anna', password: 'secret' };

describe('environmentCredentials', () => {
  const ask = (registry: string, variables: Record<string, string>, registryFromProject = false) =>
    environmentCredentials(
      {
        settings: settingsOf({ registry: { push: 'reg.example:5000/group', pull: 'other:1' }, registryFromProject }),
        environment: readEnvironment(variables),
      },
      registry,
    );

  it('are for the registry that is pushed to, whatever path is asked for', () => {
    assert.deepEqual(ask('reg.example:5000/group', both), anna);
    assert.deepEqual(ask('reg.example:5000', both), anna);
  });

  it('go nowhere else', () => {
    for (const other of ['reg.example', 'reg.example:5001', 'registry-1.docker.io', 'other:1']) {
      assert.equal(ask(other, both), undefined, other);
    }
  });

  it('do not go where only an edk.yaml leads', () => assert.equal(ask('reg.example:5000', both, true), undefined));

  it('are both or neither', () => {
    assert.equal(ask('reg.example:5000', {}), undefined);
    assert.throws(() => ask('reg.example:5000', { EDK_REGISTRY_USER: 'anna' }), /EDK_REGISTRY_PASSWORD is not set/);
    assert.throws(() => ask('reg.example:5000', { EDK_REGISTRY_PASSWORD: 'x' }), /EDK_REGISTRY_USER is not set/);
  });
});
