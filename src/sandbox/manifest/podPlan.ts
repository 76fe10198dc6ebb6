/** A pod as it is to run: everything that the manifests say, references to ConfigMaps and Secrets filled in. */
export interface PodPlan {
  readonly namespace: string;
  /** Those of the pod's template; Services select by them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly initContainers: readonly ContainerPlan[];
  readonly containers: readonly ContainerPlan[];
  readonly volumes: readonly VolumePlan[];
  readonly graceSeconds: number;
  readonly network: NetworkPlan;
}

/**
 * Pods of a release without Services use the host's network: the platform listens on loopback only, and they call it.
 * With Services each pod has a network of its own, so that two launches can listen on the same port; `names` are those
 * under which its Services are called.
 */
type NetworkPlan = { readonly kind: 'host' } | { readonly kind: 'own'; readonly names: readonly string[] };

export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly command: readonly string[] | undefined;
  readonly arguments: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string | undefined;
  readonly readOnlyRoot: boolean;
  /** `uid` or `uid:gid`. */
  readonly user: string | undefined;
  readonly mounts: readonly MountPlan[];
  readonly ports: readonly { readonly name: string | undefined; readonly port: number }[];
  readonly limits: LimitsPlan;
  readonly probes: ProbesPlan;
}

export interface LimitsPlan {
  readonly memoryBytes: number | undefined;
  /** In processors, e.g. 0.5. */
  readonly processors: number | undefined;
}

export interface ProbesPlan {
  /** The others wait until it succeeded. */
  readonly startup: ProbePlan | undefined;
  /** Decides whether the container counts as ready. */
  readonly readiness: ProbePlan | undefined;
  /** Decides whether the container is started again. */
  readonly liveness: ProbePlan | undefined;
}

export interface ProbePlan {
  readonly check: ProbeCheck;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
}

export type ProbeCheck =
  | {
      readonly kind: 'http';
      readonly port: number;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

export interface MountPlan {
  readonly volume: string;
  readonly path: string;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
}

export type VolumePlan =
  | { readonly name: string; readonly kind: 'claim'; readonly claim: string; readonly readOnly: boolean }
  /** Each pod has one of its own: its number is added to the claim's name. */
  | { readonly name: string; readonly kind: 'ownClaim'; readonly claim: string }
  | { readonly name: string; readonly kind: 'empty' }
  | { readonly name: string; readonly kind: 'files'; readonly files: readonly VolumeFile[] };

/** A file of a ConfigMap or Secret. */
export interface VolumeFile {
  /** Inside the volume. */
  readonly path: string;
  readonly content: Buffer;
  /** Its permissions. */
  readonly mode: number;
}

/** What keeps pods running: a Job until one succeeds, the others for ever. */
export interface Workload {
  readonly kind: 'Job' | 'Deployment' | 'StatefulSet' | 'DaemonSet';
  /** Whether the platform finds its pods: it looks for those of resources that name their namespace themselves. */
  readonly namespaced: boolean;
  readonly name: string;
  /** Pods that run at the same time; 1 for a Job. */
  readonly replicas: number;
  /** How often a Job tries again. */
  readonly backoffLimit: number;
  /** After this time a Job counts as failed. */
  readonly deadlineSeconds: number | undefined;
  readonly pod: PodPlan;
}

/**
 * Its delete policies are not kept: containers are removed when they end and hooks are not listed, so that no policy
 * would show.
 */
export interface Hook {
  readonly events: readonly string[];
  readonly weight: number;
  readonly workload: Workload;
}

/** An Ingress: paths of the platform's address that lead into pods of the release. */
export interface IngressPlan {
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly routes: readonly IngressRoute[];
}

export interface IngressRoute {
  readonly path: string;
  /** A prefix is one of characters, as Traefik takes it. */
  readonly match: 'exact' | 'prefix';
  /** The workloads behind the Service. */
  readonly workloads: readonly string[];
  /** Port of their pods. */
  readonly port: number;
  readonly middlewares: readonly MiddlewarePlan[];
}

/** A port of a Service that Kubernetes opens on its nodes. */
export interface NodePortPlan {
  readonly service: string;
  readonly nodePort: number;
  /** The workloads behind the Service. */
  readonly workloads: readonly string[];
  /** Port of their pods. */
  readonly port: number;
}

/** A chain is replaced by its members. */
export type MiddlewarePlan =
  | { readonly kind: 'stripPrefix'; readonly prefixes: readonly string[] }
  | { readonly kind: 'addPrefix'; readonly prefix: string }
  | { readonly kind: 'replacePath'; readonly path: string }
  | {
      readonly kind: 'redirectRegex';
      readonly regex: string;
      readonly replacement: string;
      readonly permanent: boolean;
    };

export interface ReleasePlan {
  readonly workloads: readonly Workload[];
  readonly hooks: readonly Hook[];
  readonly ingresses: readonly IngressPlan[];
  readonly nodePorts: readonly NodePortPlan[];
  /** PersistentVolumeClaims that the release brings; their data ends with it. */
  readonly claims: readonly string[];
}
