import type { PlatformProject, RegistryNames, Settings } from '../../core/settings/settings.ts';
import type { Quirks } from './quirks.ts';
import type { Faults } from '../faults/faults.ts';

/** Options of the local platform. Everything that only tests change has a default. */
export interface LocalPlatformOptions {
  /** Charts, releases, volumes and logs live here and survive a restart. */
  readonly stateFolder: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly buildVersion: string;
  readonly registry: RegistryNames;
  /** Becomes global.registry_url of every chart; without one the local registry serves the platform's images too. */
  readonly platformRegistry?: string | undefined;
  /** Offline, images come from registries of this machine only, as they do where the platform reaches no other. */
  readonly network?: 'online' | 'offline' | undefined;
  /** Of GET /aii/projects; without them the one that every platform has. */
  readonly projects?: readonly PlatformProject[] | undefined;
  readonly namespaces: Settings['namespaces'];
  /** What goes wrong on purpose from the start. */
  readonly faults?: Partial<Faults> | undefined;
  /** Further global values handed to every chart. */
  readonly globalValues?: Readonly<Record<string, unknown>> | undefined;
  /** How long GET /extensions answers from its cache; the real backend: 30. Zero reads everything each time. */
  readonly listCacheSeconds?: number | undefined;
  /** Shortened by tests only. */
  readonly pace?: Partial<PlatformPace> | undefined;
  /** All of them without it. */
  readonly quirks?: Partial<Quirks> | undefined;
}

/** How long things take; by default as on a real platform. */
export interface PlatformPace {
  /** After this time an install is answered with 500 although it continues. */
  readonly installAnswerSeconds: number;
  /** How long a hook may take, as Helm says. */
  readonly hookSeconds: number;
  /** Between the tries of pods and of pulling images. */
  readonly backOff: BackOff;
}

const usualPace: PlatformPace = {
  installAnswerSeconds: 15,
  hookSeconds: 300,
  backOff: { firstMs: 1000, longestMs: 30_000 },
};

export function paceOf({ pace }: Pick<LocalPlatformOptions, 'pace'>): PlatformPace {
  return { ...usualPace, ...pace };
}

/** Waiting time before the next try: `firstMs`, doubled each time, at most `longestMs`. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}
