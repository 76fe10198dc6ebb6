import type { OperatorImageReference } from '../../project/python/findImageArguments.ts';
import type { RegistryNames } from '../../settings/settings.ts';
import { withoutTag } from '../../project/resolveBase.ts';

/** The name of the image in the local registry that an operator's `image=` means; undefined for any other. */
export function ownImage(reference: OperatorImageReference, registry: RegistryNames): string | undefined {
  if (reference.parts === undefined) return undefined;
  const text = reference.parts
    .map((part) => {
      if ('text' in part) return part.text;
      return part.variable === 'DEFAULT_REGISTRY' ? registry.pull : 'version';
    })
    .join('');
  const prefix = [registry.pull, registry.push, 'local-only'].find((name) => text.startsWith(`${name}/`));
  return prefix === undefined ? undefined : withoutTag(text.slice(prefix.length + 1));
}
