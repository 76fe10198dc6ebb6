import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { apiPodSchema, playPod, type ApiPod } from './playPod.ts';
import { cluster, readKubeconfig } from './testCluster.ts';

interface PlayedNode {
  readonly stop: () => Promise<void>;
}

const nodeName = 'edk-test-node';
const lookMs = 100;
const podsSchema = z.object({ items: z.array(apiPodSchema) });

/**
 * The one fake in these tests, where the machine can have no real node: the scheduler and kubelet of one without containers. It binds pods to itself,
 * writes through the API what would become of them, and lets go of those that are deleted, all as a real node does;
 * the API server, its storage and the controllers that make the pods are real.
 */
export function playNode(): PlayedNode {
  const agent = new Agent({
    ca: readFileSync(readKubeconfig().clusters[0].cluster['certificate-authority']),
    keepAlive: true,
  });
  const begun = new Map<string, { readonly at: number; readonly played: number }>();
  const stopping = new AbortController();

  async function ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    return await new Promise((resolve, reject) => {
      const content = body === undefined ? '' : JSON.stringify(body);
      // Node would send a DELETE's body without saying how long it is.
      const length = { 'content-length': Buffer.byteLength(content) };
      const headers = { ...length, authorization: `Bearer ${cluster.token}`, 'content-type': type };
      const outgoing = request({ agent, host: '127.0.0.1', port: cluster.port, method, path, headers }, (answer) => {
        void text(answer).then((said) => {
          const { statusCode: status = 0 } = answer;
          // It went away, or was changed by its controller, in between: the next look sees that.
          if (status < 400 || status === 404 || status === 409) resolve({ status, text: said });
          else reject(new Error(`${method} ${path}: ${status} ${said}`));
        }, reject);
      });
      outgoing.on('error', reject);
      outgoing.end(content);
    });
  }

  async function play(pod: ApiPod): Promise<void> {
    const { uid, name, namespace, deletionTimestamp } = pod.metadata;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    if (pod.spec.nodeName === undefined) {
      const target = { apiVersion: 'v1', kind: 'Node', name: nodeName };
      await ask('POST', `${path}/binding`, { apiVersion: 'v1', kind: 'Binding', metadata: { name }, target });
    }
    if (deletionTimestamp !== undefined) {
      await ask('DELETE', path, { gracePeriodSeconds: 0, preconditions: { uid } });
      return;
    }
    const { at, played } = begun.get(uid) ?? { at: Date.now(), played: 0 };
    const due = playPod(pod).filter(({ atMs }) => atMs <= Date.now() - at);
    const scene = due.length > played ? due.at(-1) : undefined;
    if (scene !== undefined) await ask('PATCH', `${path}/status`, { status: scene.status });
    begun.set(uid, { at, played: due.length });
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { status, text: content } = await ask('GET', '/api/v1/pods');
      if (status === 200) await Promise.all(podsSchema.parse(JSON.parse(content)).items.map(play));
      await sleep(lookMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      agent.destroy();
    },
  };
}
