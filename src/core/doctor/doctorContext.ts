import type { Settings } from '../settings/settings.ts';

interface DockerState {
  /** Version of the Engine, e.g. `28.2.1`. */
  readonly version: string;
  /** Where it listens, e.g. `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  /** Folder of its images; undefined if it is on another machine. */
  readonly rootFolder: string | undefined;
}

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** What the doctor checks. Every function fails with an EdkError, whose remedy is shown. */
export interface DoctorContext {
  /** `process.versions.node`. */
  readonly nodeVersion: string;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly docker: (signal: AbortSignal) => Promise<DockerState>;
  /** Version of Helm, e.g. `3.19.0` or `v3.19.0`. */
  readonly helmVersion: (signal: AbortSignal) => Promise<string>;
  /** Resolves when the registry of `settings.registry.push` answers. */
  readonly registry: (signal: AbortSignal) => Promise<void>;
  /** Resolves with a short description, e.g. `42 extensions`, when the platform's API answers. */
  readonly platform: (url: string, signal: AbortSignal) => Promise<string>;
  /** First line of `<program> --version`. */
  readonly toolVersion: (program: string, signal: AbortSignal) => Promise<string>;
  readonly diskSpace: (folder: string) => Promise<DiskSpace>;
}

export interface Finding {
  /** A problem prevents the main job; a warning does not. */
  readonly status: 'ok' | 'warning' | 'problem';
  /** What was found, e.g. `Docker Engine 28.2 at unix:///var/run/docker.sock`. */
  readonly what: string;
  /** How to fix it; always set unless the state is ok. */
  readonly remedy?: string | undefined;
}

/** One check. An error from `run` becomes a problem with the error's remedy. */
export interface DoctorCheck {
  readonly id: string;
  readonly title: string;
  readonly run: (context: DoctorContext) => Promise<Finding>;
}
