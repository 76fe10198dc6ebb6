/** What the registry has of an image. */
interface RegistryImage {
  readonly manifest: ImageManifest;
  /** Sum of the compressed layers in bytes. */
  readonly size: number;
  /** Digests that the manifest names and the registry has not. */
  readonly missing: readonly string[];
}

interface ImageManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What building and pushing needs of the local registry. `repository` is the name of an image, without the host. */
export interface ImageRegistry {
  digest(repository: string, tag: string, signal: AbortSignal): Promise<string | undefined>;
  /** Undefined when there is no manifest. */
  inspect(repository: string, tag: string, signal: AbortSignal): Promise<RegistryImage | undefined>;
  copyTag(repository: string, tags: { from: string; to: string }, signal: AbortSignal): Promise<void>;
  putTag(repository: string, named: { tag: string; manifest: ImageManifest }, signal: AbortSignal): Promise<void>;
}
