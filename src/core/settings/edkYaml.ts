import { lstat, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { whyInvalidReference, whyInvalidRegistry } from '../text/imageReference.ts';
import { readStrictYamlFile } from '../yaml/yamlFile.ts';

const registryHost = z
  .string()
  .regex(/^[A-Za-z0-9.\-[\]:]+(\/[a-z0-9._/-]+)?$/, 'must be host:port, without http://')
  .refine((text) => whyInvalidRegistry(text) === undefined, 'must be host:port, without http://');
const imageReference = z
  .string()
  .refine((text) => whyInvalidReference(text) === undefined, 'must be an image as <name>:<tag>');

export const edkYamlSchema = z.strictObject({
  buildVersion: z.string().optional(),
  buildBranch: z.string().optional(),
  registry: z
    .union([registryHost, z.strictObject({ push: registryHost, pull: registryHost })], {
      error: 'must be host:port, or push: and pull: with a host:port each',
    })
    .optional(),
  platformRegistry: registryHost.optional(),
  platformUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Seconds. */
  platformDeadline: z.number().positive().optional(),
  platformProject: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }).optional(),
  kaapanaRepository: z.string().optional(),
  workers: z.int().min(1).max(64).optional(),
  tags: z.enum(['immutable', 'version']).optional(),
  buildArguments: z.record(z.string(), z.string()).optional(),
  rootImage: imageReference.optional(),
  checks: z
    .strictObject({
      /** Rules of "edk check" that keep quiet; `files` as in .dockerignore, relative to this file. */
      ignore: z
        .array(
          z.strictObject({
            rule: z.string().min(1),
            reason: z.string().min(1),
            files: z.union([z.string(), z.array(z.string())]).optional(),
          }),
        )
        .optional(),
      /** False: built images are not asked for what their sources import. */
      imports: z.boolean().optional(),
    })
    .optional(),
  namespaces: z.strictObject({ admin: z.string().optional(), services: z.string().optional() }).optional(),
});

/**
 * What `edk.yaml` may say; relative paths in it are relative to its folder. It names no program to start, since a project
 * may come from anybody.
 */
export type EdkYaml = z.infer<typeof edkYamlSchema>;

/**
 * Reads the nearest `edk.yaml`, in the folder or above it.
 *
 * @throws EdkError `settings.invalid` or `yaml.invalid`, with line and column.
 */
export async function readEdkYaml(folder: string): Promise<EdkYaml> {
  for (let current = folder; ; current = dirname(current)) {
    const path = join(current, 'edk.yaml');
    if (current !== folder) await requireOwnFile(path);
    const yaml = await readStrictYamlFile(path);
    if (yaml !== undefined) {
      const checked = edkYamlSchema.safeParse(yaml.value ?? {});
      if (checked.success) return withAbsolutePaths(checked.data, current);
      const [issue] = checked.error.issues;
      const keys = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
      const place = yaml.placeOf(keys.filter((part) => typeof part !== 'symbol'));
      throw new EdkError('settings.invalid', `${yaml.file}: ${keys.join('.')}: ${issue?.message ?? 'is not valid'}.`, {
        place,
      });
    }
    if (dirname(current) === current) return {};
  }
}

function withAbsolutePaths(settings: EdkYaml, folder: string): EdkYaml {
  const { kaapanaRepository } = settings;
  return kaapanaRepository === undefined
    ? settings
    : { ...settings, kaapanaRepository: resolve(folder, kaapanaRepository) };
}

/**
 * Refuses a settings file that another user left in a folder above the project, as Git does with repositories of others
 * (safe.directory). Root's files are taken, and a file that is not there.
 *
 * @throws EdkError `settings.invalid`.
 */
export async function requireOwnFile(file: string, user: number | undefined = process.geteuid?.()): Promise<void> {
  if (user === undefined) return;
  // A link belongs to somebody, and what it leads to as well.
  const facts = await Promise.all([lstat(file), stat(file)]).catch(() => []);
  const stranger = facts.find(({ uid }) => uid !== user && uid !== 0);
  if (stranger === undefined) return;
  throw new EdkError('settings.invalid', `${file} belongs to another user (uid ${stranger.uid}), so it is not used.`, {
    place: { file },
    remedy: `If you trust it, take ownership with "chown ${user} ${file}", or add your own edk.yaml to the project.`,
  });
}
