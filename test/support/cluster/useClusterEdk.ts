import assert from 'node:assert/strict';
import { join } from 'node:path';
import { freePort } from '../../../scripts/setup/freePort.mjs';
import type { JobEvent } from '../../../src/core/jobs/jobEvent.ts';
import { packEntries } from '../packChart.ts';
import { EdkWorkshop, readEvents } from '../runEdk.ts';
import { until } from '../sandbox/startTestPlatform.ts';
import { cluster, kubectlProgram } from './testCluster.ts';

type JobEnd = Extract<JobEvent, { type: 'job-finished' }>;

/** `edk` with a local platform that installs into the cluster, whose node pulls from that platform's registry. */
export interface ClusterEdk {
  readonly workshop: EdkWorkshop;
  /** Runs `edk <arguments> --json`. @returns its last event */
  run(...args: string[]): Promise<JobEnd>;
  /** The same; fails the test when it failed. @returns its value */
  succeeds(...args: string[]): Promise<unknown>;
  /** Puts a chart where uploads end, and waits until the platform lists it. */
  provideChart(name: string, template: string): Promise<void>;
}

/** For the surrounding `describe`, which is skipped where the cluster has no node. */
export function useClusterEdk(): ClusterEdk {
  let workshop: EdkWorkshop | undefined;
  const env = { KUBECONFIG: cluster.kubeconfig, EDK_KUBECTL: kubectlProgram };

  async function run(...args: string[]): Promise<JobEnd> {
    assert.ok(workshop);
    const { stdout, stderr } = await workshop.run([...args, '--json'], { env });
    const end = readEvents(stdout).at(-1);
    assert.ok(end?.type === 'job-finished', stdout + stderr);
    return end;
  }
  async function succeeds(...args: string[]): Promise<unknown> {
    const end = await run(...args);
    assert.equal(end.error, undefined, JSON.stringify(end.error));
    return end.value;
  }

  before(async function () {
    if (cluster.node === undefined) return this.skip();
    this.timeout(120_000);
    workshop = await EdkWorkshop.open();
    const ports = ['--port', `${await freePort()}`, '--registry-port', `${cluster.node.registryPorts.platform}`];
    await succeeds('platform', 'start', '--kube-context', cluster.context, ...ports);
  });
  after(async () => {
    if (workshop === undefined) return;
    await run('platform', 'stop');
    workshop.close();
  });

  return {
    get workshop() {
      assert.ok(workshop);
      return workshop;
    },
    run,
    succeeds,
    async provideChart(name, template) {
      assert.ok(workshop);
      const about = { apiVersion: 'v2', name, version: '0.1.0', appVersion: '1', keywords: ['kaapanaapplication'] };
      await packEntries(workshop.at(`state/platform/charts/${name}-0.1.0.tgz`), [
        [join(name, 'Chart.yaml'), JSON.stringify(about)],
        [join(name, 'values.yaml'), 'global: {}\n'],
        [join(name, 'templates/all.yaml'), template],
      ]);
      // The platform's list is a second old at most.
      await until(
        () => succeeds('extensions', '--all'),
        (list) => JSON.stringify(list).includes(`"${name}"`),
        10,
      );
    },
  };
}
