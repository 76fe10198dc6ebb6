import { join } from 'node:path';
import { z } from 'zod';
import { startLocalPlatform } from '../../../src/sandbox/server.ts';
import { packEntries } from '../packChart.ts';
import { deploymentsOf, type ListedDeployment } from '../sandbox/readEntry.ts';
import { cluster, helmProgram, kubectlProgram } from './testCluster.ts';
import { ordinaryPlatform } from '../sandbox/ordinaryPlatform.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
  /** What the real platform keeps to itself. */
  readonly reason: string;
}

export interface ClusterPlatform {
  readonly url: string;
  send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
  /** Puts a chart where uploads end; version 0.1.0. */
  provideChart(name: string, template: string): Promise<void>;
  install(name: string, parameters?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Begins it. */
  uninstall(name: string, more?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Undefined when there is no such release. */
  status(name: string): Promise<Status | undefined>;
  deployment(name: string): Promise<ListedDeployment | undefined>;
  close(): Promise<void>;
}

const statusSchema = z.object({
  STATUS: z.string(),
  NAMESPACE: z.string(),
  DESCRIPTION: z.string().optional(),
  PARAMETERS: z.record(z.string(), z.unknown()),
});
type Status = z.infer<typeof statusSchema>;

interface StartOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly kubectl?: string;
}

/** The local platform in this process, which installs into the cluster of the tests; its list is always fresh. */
export async function startClusterPlatform(stateFolder: string, options: StartOptions = {}): Promise<ClusterPlatform> {
  const platform = await startLocalPlatform({
    stateFolder,
    ...ordinaryPlatform,
    helm: helmProgram,
    cluster: { context: cluster.context, kubeconfig: cluster.kubeconfig, kubectl: kubectlProgram, ...options },
    listCacheSeconds: 0,
    pace: { installAnswerSeconds: 6, hookSeconds: 30 },
  });

  async function send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${platform.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${platform.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const reason = decodeURIComponent(answer.headers.get('x-local-platform-reason') ?? '');
    return { status: answer.status, text: await answer.text(), reason };
  }

  return {
    url: platform.url,
    send,
    async provideChart(name, template) {
      const keywords = ['kaapanaapplication'];
      await packEntries(join(platform.state.charts, `${name}-0.1.0.tgz`), [
        [`${name}/Chart.yaml`, JSON.stringify({ apiVersion: 'v2', name, version: '0.1.0', appVersion: '1', keywords })],
        [`${name}/values.yaml`, 'global: {}\n'],
        [`${name}/templates/all.yaml`, template],
      ]);
    },
    install: (name, parameters = {}) =>
      send('POST', 'helm-install-chart', {
        name,
        version: '0.1.0',
        keywords: ['kaapanaapplication'],
        extension_params: parameters,
      }),
    uninstall: (name, more = {}) =>
      send('POST', 'helm-delete-chart', { release_name: name, release_version: '0.1.0', ...more }),
    async status(name) {
      const { status, text } = await send('GET', `view-chart-status?release_name=${name}`);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`${status} ${text}`);
      return statusSchema.parse(JSON.parse(text));
    },
    async deployment(name) {
      const { status, text } = await send('GET', 'extensions');
      if (status !== 200) throw new Error(`${status} ${text}`);
      return deploymentsOf(JSON.parse(text), name)[0];
    },
    close: () => platform.close(),
  };
}
