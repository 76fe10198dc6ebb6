import { z } from 'zod';

// The containers of the Task API (Kaapana 0.5 and newer): what they take and give stands in a file of theirs. Fields and
// choices were read from the platform's own schemas; those of both 0.5 and 0.6 are taken.

const scaleRule = z.looseObject({
  type: z.enum(['limit', 'request']).describe('Whether it sets the memory limit or the request.'),
  mode: z.enum(['sum', 'max_file_size', 'max_item_sum']).describe('Which size of the input counts.'),
  complexity: z.string().optional().describe('Memory as a function of the size n, e.g. 2*n or n**2.'),
  scale_factor: z.int().optional().describe('Memory as a multiple of the size.'),
  target_dir: z.string().nullish().describe('Folder below the channel in which files are counted.'),
  target_glob: z.string().nullish().describe('Which files are counted, e.g. *.dcm.'),
  target_regex: z.string().nullish().describe('Which files are counted, as a regular expression.'),
});

const channel = z.looseObject({
  name: z.string().min(1).describe('Name of the channel; tasks are connected by it.'),
  mounted_path: z.string().min(1).describe('Where its files are inside the container.'),
  description: z.string().nullish(),
  scale_rule: scaleRule.nullish().describe('How much memory the container gets for the size of this channel.'),
});

const resources = z
  .looseObject({
    limits: z.record(z.string(), z.unknown()).nullish(),
    requests: z.record(z.string(), z.unknown()).nullish(),
  })
  .describe('As in Kubernetes, e.g. {"limits": {"memory": "4Gi"}}.');

const templateVariable = z.looseObject({
  name: z.string().min(1).describe('Name of the environment variable.'),
  value: z.string().describe('Its value where nobody gives another; always text.'),
  type: z.enum(['boolean', 'string', 'int']).nullish(),
  choices: z.array(z.string()).nullish().describe('The values that it may have.'),
  adjustable: z.boolean().nullish().describe('Whether people are asked for it when the workflow is started.'),
  description: z.string().nullish(),
});

const command = z.array(z.string()).nullish().describe("What is run in place of the image's own command.");

const taskTemplate = z.looseObject({
  identifier: z.string().min(1).describe('Name by which a task chooses this template.'),
  description: z.string(),
  inputs: z.array(channel).describe('What it reads.'),
  outputs: z.array(channel).describe('What it writes.'),
  env: z.array(templateVariable).describe('Environment variables that it knows.'),
  command,
  resources: resources.nullish(),
});

/** processing-container.json: what a container of the Task API can do. */
export const processingContainer = z.looseObject({
  name: z.string().min(1),
  description: z.string(),
  templates: z.array(taskTemplate).min(1).describe('The ways in which the image can be used.'),
});

const binding = z.looseObject({
  name: z.string().min(1).describe('Name of the channel in the template.'),
  input: z.looseObject({ host_path: z.string() }).optional().describe('Where its files are on this machine.'),
  volume_source: z
    .union([
      z.looseObject({ host_path: z.string().describe('A folder of this machine.') }),
      z.looseObject({ claim_name: z.string().describe('A claim in the cluster.'), sub_path: z.string().nullish() }),
    ])
    .optional(),
  scale_rule: scaleRule.nullish(),
});

/** task.json: one run of a container of the Task API. */
export const task = z.looseObject({
  name: z.string().min(1),
  api_version: z.literal(1).optional(),
  image: z.string().min(1).describe('The image with registry and tag.'),
  taskTemplate: z
    .union([z.string(), taskTemplate])
    .describe('The identifier of a template of the image, or a whole one.'),
  inputs: z.array(binding).optional(),
  outputs: z.array(binding).optional(),
  env: z
    .array(z.looseObject({ name: z.string().min(1), value: z.string() }))
    .nullish()
    .describe('Environment variables in place of those of the template.'),
  command,
  resources: resources.nullish(),
  config: z.looseObject({}).nullish(),
});
