import { z } from 'zod';

/** A resource that Helm rendered. */
interface RenderedManifest {
  /** The template it comes from, as Helm names it. */
  readonly template: string;
  readonly content: unknown;
}

/** An image that a rendered workload runs. */
export interface RenderedImage {
  /** As rendered; empty when the container names none. */
  readonly reference: string;
  readonly kind: string;
  /** Name of the resource. */
  readonly name: string;
  readonly container: string;
  /** `imagePullPolicy`, where the container says one. */
  readonly pullPolicy?: string | undefined;
  /** The template it comes from, as Helm names it. */
  readonly template: string;
}

const containers = z
  .array(
    z
      .looseObject({
        name: z.string().catch(''),
        image: z.string().catch(''),
        imagePullPolicy: z.string().optional().catch(undefined),
      })
      .catch({ name: '', image: '' }),
  )
  .nullish()
  .catch(undefined);
const podSpec = z.looseObject({ containers, initContainers: containers, ephemeralContainers: containers });
const podTemplate = z.looseObject({ template: z.looseObject({ spec: podSpec }) });

const resource = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string().catch('') }).catch({ name: '' }),
  spec: z.unknown().optional(),
  items: z.array(z.unknown()).nullish().catch(undefined),
});

/** Where each kind of workload keeps its pod; hooks are workloads too. */
const specs = {
  Pod: podSpec,
  CronJob: z
    .looseObject({ jobTemplate: z.looseObject({ spec: podTemplate }) })
    .transform((spec) => spec.jobTemplate.spec.template.spec),
  ...Object.fromEntries(
    ['Job', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'].map((kind) => [
      kind,
      podTemplate.transform((spec) => spec.template.spec),
    ]),
  ),
} as Readonly<Record<string, z.ZodType<z.infer<typeof podSpec>>>>;

/** Every image of every container of every workload, in the order rendered. */
export function findRenderedImages(manifests: readonly RenderedManifest[]): RenderedImage[] {
  return manifests.flatMap(({ template, content }) => imagesOf(template, content));
}

function imagesOf(template: string, content: unknown): RenderedImage[] {
  const read = resource.safeParse(content);
  if (!read.success) return [];
  const { kind, metadata, spec, items } = read.data;
  if (kind.endsWith('List') && items) return items.flatMap((item) => imagesOf(template, item));
  const pod = specs[kind]?.safeParse(spec).data;
  if (pod === undefined) return [];
  const all = [...(pod.initContainers ?? []), ...(pod.containers ?? []), ...(pod.ephemeralContainers ?? [])];
  return all.map(({ name: container, image, imagePullPolicy }) => ({
    reference: image,
    kind,
    name: metadata.name,
    container,
    ...(imagePullPolicy === undefined ? {} : { pullPolicy: imagePullPolicy }),
    template,
  }));
}
