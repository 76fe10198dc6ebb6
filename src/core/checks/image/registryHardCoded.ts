import type { Rule } from '../rule.ts';

export const registryHardCoded: Rule = {
  id: 'image/registry-hard-coded',
  needs: 'files',
  severity: 'warning',
  title: 'FROM names the local registry by its address',
  why: 'That address is true in one place only. The same project does not build on another platform, nor for a colleague.',
  remedy: 'Write local-only/<image>:<tag>. The kit puts the address of the registry in its place.',
  *check({ images }, settings) {
    const { push, pull } = settings.registry;
    const addresses = [push, pull, 'local-registry.services.svc.cluster.local:5000', 'localhost:32000'];
    for (const { bases, file } of images) {
      for (const { start, end } of bases) {
        const written = file.text.slice(start, end);
        const address = addresses.find((one) => written.startsWith(`${one}/`));
        if (address === undefined) continue;
        const text = `local-only/${written.slice(address.length + 1)}`;
        const range = file.rangeOf(start, end);
        yield {
          message: `${address} is the registry's address in one place only.`,
          range,
          fix: { title: `Write ${text}`, edits: [{ range, text }] },
        };
      }
    }
  },
};
