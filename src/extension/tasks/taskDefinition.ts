import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import type { JobRequest } from '../jobs/jobRequest.ts';
import type { Translate } from '../ui/translate.ts';

const kinds = ['deploy', 'build image', 'build chart', 'build extension', 'init'] as const;

const definitionSchema = z.object({
  task: z.enum(kinds),
  folder: z.string().optional(),
  image: z.string().optional(),
  arguments: z.array(z.string()).optional(),
});

/** A task of type `kaapana` in tasks.json, without the type. */
export type TaskDefinition = z.infer<typeof definitionSchema>;

/** @throws EdkError `settings.invalid`. */
export function readTaskDefinition(definition: unknown, translate: Translate): TaskDefinition {
  const { data } = definitionSchema.safeParse(definition);
  if (data !== undefined) return data;
  throw new EdkError('settings.invalid', translate('Not a Kaapana task: {0}.', JSON.stringify(definition)), {
    remedy: translate('Correct it in tasks.json. "task" must be one of: {0}.', kinds.join(', ')),
  });
}

/** The job of a task. @param workspaceFolder base of relative folders. */
export function taskRequest(
  { task, folder = '', image, arguments: more = [] }: TaskDefinition,
  workspaceFolder: string,
): Pick<JobRequest, 'verb' | 'arguments' | 'project'> {
  if (task === 'init') return { verb: task, arguments: more };
  const project = isAbsolute(folder) ? folder : join(workspaceFolder, folder);
  const named = task === 'build image' && image !== undefined ? ['--image-name', image] : [];
  return { verb: task, arguments: ['--dir', project, ...named, ...more], project };
}
