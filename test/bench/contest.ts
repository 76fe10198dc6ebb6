/** One side's way to bring its project onto the platform. */
export interface Side {
  readonly name: 'script' | 'edk';
  /** Of the side's own project. */
  readonly project: BenchProject;
  readonly deploy: Command;
}

export interface Command {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A scaffolded workflow with a second processing container. */
export interface BenchProject {
  readonly name: string;
  readonly folder: string;
  /** Names in the registry, with the folders of their Dockerfiles below the project. */
  readonly images: readonly { readonly name: string; readonly folder: string }[];
  /** The script that is edited. */
  readonly editedFile: string;
}

/** What the door (scripts/bench.mjs) has set up. */
export interface BenchSetting {
  /** Temporary; removed by the door. */
  readonly folder: string;
  /** Set as label on every image, so that the door can remove them. */
  readonly run: string;
  readonly registry: string;
  /** The local platform's own folder. */
  readonly platformFolder: string;
  readonly helm: string;
  readonly edk: string;
  readonly templates: string;
}
