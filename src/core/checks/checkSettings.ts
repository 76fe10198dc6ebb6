import type { RegistryNames } from '../settings/settings.ts';

/** What rules know of the surroundings without asking anybody. */
export interface CheckSettings {
  /** The platform's version that the extension is made for. */
  readonly buildVersion: string;
  readonly registry: RegistryNames;
  /** Registry of the platform's own images. */
  readonly platformRegistry: string | undefined;
  readonly namespaces: { readonly admin: string; readonly services: string };
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Keys of `global` that the platform sets itself. */
  readonly platformKeys: ReadonlySet<string>;
  /** Base images that the kit brings along. */
  readonly baseImages: ReadonlySet<string>;
}
