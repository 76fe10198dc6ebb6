/** What building and pushing needs of the local registry. `repository` is the name of an image, without the host. */
export interface ImageRegistry {
  digest(repository: string, tag: string, signal: AbortSignal): Promise<string | undefined>;
  /** Digests that the manifest names and the registry has not; the tag itself when there is no manifest. */
  missingContent(repository: string, tag: string, signal: AbortSignal): Promise<string[]>;
  /** Sum of the compressed layers in bytes. */
  size(repository: string, tag: string, signal: AbortSignal): Promise<number | undefined>;
  copyTag(repository: string, tags: { from: string; to: string }, signal: AbortSignal): Promise<void>;
}
