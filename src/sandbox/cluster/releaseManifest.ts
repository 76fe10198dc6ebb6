import { z } from 'zod';
import type { ListedIngress } from '../ingress/ingressTable.ts';
import { listedKinds } from '../releases/release.ts';
import { loadAllYaml } from '../../core/yaml/loadYaml.ts';

export interface ManifestWorkload {
  readonly kind: (typeof listedKinds)[number];
  readonly name: string;
  readonly namespace: string;
}

/** What the list shows of a release's manifests. */
export interface ReleaseManifest {
  readonly workloads: readonly ManifestWorkload[];
  readonly ingresses: readonly ListedIngress['ingress'][];
}

/** As the real platform: it lists pods of these alone, and of them those whose manifest names a namespace. */
const workloadMetadata = z.object({ name: z.string(), namespace: z.string() });
const metadata = z.object({
  name: z.string(),
  namespace: z.string().nullish(),
  annotations: z.record(z.string(), z.coerce.string()).nullish(),
});
const workloadSchema = z.object({ kind: z.enum(listedKinds), metadata: workloadMetadata });
const pathsSchema = z.array(z.object({ path: z.string().default('/') }));
const ingressSchema = z.object({
  kind: z.literal('Ingress'),
  metadata,
  spec: z.object({ rules: z.array(z.object({ http: z.object({ paths: pathsSchema }).nullish() })).default([]) }),
});

/** Reads the manifests of a release as Helm keeps them. What the cluster runs otherwise is passed over. */
export function readReleaseManifest(manifest: string, namespace: string): ReleaseManifest {
  const documents = loadAllYaml(manifest);
  const workloads = documents.flatMap((document): ManifestWorkload[] => {
    const workload = workloadSchema.safeParse(document).data;
    if (workload === undefined) return [];
    return [{ kind: workload.kind, ...workload.metadata }];
  });
  const ingresses = documents.flatMap((document): ListedIngress['ingress'][] => {
    const ingress = ingressSchema.safeParse(document).data;
    if (ingress === undefined) return [];
    const { name, namespace: own, annotations } = ingress.metadata;
    const routes = ingress.spec.rules.flatMap(({ http }) => http?.paths ?? []);
    return [{ name, namespace: own ?? namespace, annotations: annotations ?? {}, routes }];
  });
  return { workloads, ingresses };
}
