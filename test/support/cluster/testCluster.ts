import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The cluster that scripts/testCluster.mjs started. */
const clusterSchema = z.object({
  kubeconfig: z.string(),
  context: z.string(),
  port: z.number(),
  token: z.string(),
  /** Missing where this machine can have none. */
  node: z
    .object({
      name: z.string(),
      /** From this machine. */
      address: z.string(),
      /** Of registries on this machine's loopback that the node pulls from. */
      registryPorts: z.object({ images: z.number(), platform: z.number() }),
    })
    .optional(),
});
export const cluster = clusterSchema.parse(JSON.parse(process.env['EDK_TEST_CLUSTER'] ?? 'null'));

export const kubectlProgram = process.env['EDK_KUBECTL'] ?? 'kubectl';
export const helmProgram = process.env['EDK_HELM'] ?? 'helm';

const kubeconfigSchema = z.looseObject({
  clusters: z.tuple([
    z.looseObject({ cluster: z.looseObject({ server: z.string(), 'certificate-authority': z.string() }) }),
  ]),
});
type Kubeconfig = z.infer<typeof kubeconfigSchema>;

/** The people's kubeconfig, to make others of it. */
export function readKubeconfig(): Kubeconfig {
  return kubeconfigSchema.parse(JSON.parse(readFileSync(cluster.kubeconfig, 'utf8')));
}

const run = promisify(execFile);
const env = { ...process.env, KUBECONFIG: cluster.kubeconfig };

/** What kubectl prints. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  return (await run(kubectlProgram, ['--context', cluster.context, ...args], { env })).stdout.trim();
}

/** What Helm prints. */
export async function helm(...args: readonly string[]): Promise<string> {
  return (await run(helmProgram, ['--kube-context', cluster.context, ...args], { env })).stdout.trim();
}
