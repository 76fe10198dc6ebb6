/** A cluster as a context of the person's kubeconfig names it; kubectl and Helm do the signing in. */
export interface ClusterAccess {
  readonly context: string;
  /** Content of KUBECONFIG; by default the tools look in their usual place. */
  readonly kubeconfig: string | undefined;
  /** Path or name of the executable. */
  readonly kubectl: string;
  /** Path or name of the executable. */
  readonly helm: string;
}
