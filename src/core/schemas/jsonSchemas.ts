import { z } from 'zod';
import { edkYamlSchema } from '../settings/edkYaml.ts';
import { valuesYaml } from './valuesYaml.ts';

/** Keywords that mean something to the platform. */
const platformKeywords = {
  kaapanaworkflow: 'A workflow: brings DAGs into Airflow.',
  kaapanaapplication: 'An application: a Deployment, a Service and an Ingress with links.',
  kaapanaplatform: 'A platform, listed separately.',
  kaapanaexperimental: 'Experimental: hidden on the Extensions page until experimental extensions are shown.',
  kaapanamultiinstallable: 'Can be launched several times; each launch is a release of its own.',
  gpurequired: 'Needs a GPU.',
} as const;

const dependency = z.looseObject({
  name: z.string().describe('Name of the chart.'),
  version: z.string().describe("Chart version; 0.0.0 stands for the platform's build version."),
  repository: z
    .string()
    .optional()
    .describe(
      'Where it is: file:// with a folder, or the address of a repository. It may be left out for a chart in charts/.',
    ),
  condition: z.string().optional().describe('Path of the value that enables it.'),
  alias: z.string().optional().describe('Another name for it in this chart.'),
  tags: z.array(z.string()).optional(),
});

const dependencies = z.array(dependency).nullish().describe('Charts that this chart depends on.');

/** requirements.yaml: the dependencies of a chart of API v1. Helm reads it for v2 as well. */
const requirementsYaml = z.looseObject({ dependencies });

/** Chart.yaml of an extension. */
const chartYaml = z.looseObject({
  apiVersion: z.enum(['v1', 'v2']).describe('v2, or v1 for charts with a requirements.yaml.'),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .max(53)
    .describe('Name of the chart and, where it is installed once, of its release.'),
  version: z.string().describe('Version of the chart; 0.0.0 becomes the version of the platform when it is built.'),
  appVersion: z.union([z.string(), z.number()]).optional().describe("The extension's own version."),
  description: z.string().optional().describe('A sentence for the Extensions page.'),
  type: z.enum(['application', 'library']).optional(),
  keywords: z
    .array(
      z.union([
        z.enum(Object.keys(platformKeywords) as [keyof typeof platformKeywords]).meta({
          enumDescriptions: Object.values(platformKeywords),
        }),
        z.string(),
      ]),
    )
    .describe('The kind of extension and how it behaves.'),
  annotations: z
    .looseObject({
      'ui-visible-name': z.string().optional().describe('The name on the Extensions page.'),
      documentation: z
        .string()
        .optional()
        .describe("Address of its documentation, or a path below the platform's own."),
    })
    .optional(),
  dependencies,
  home: z.string().optional(),
  icon: z.string().optional(),
  sources: z.array(z.string()).optional(),
  maintainers: z
    .array(z.looseObject({ name: z.string(), email: z.string().optional(), url: z.string().optional() }))
    .optional(),
});

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
  scale_rule: scaleRule.nullish().describe("How the container's memory grows with the size of this channel."),
});

const resources = z
  .looseObject({
    limits: z.record(z.string(), z.unknown()).nullish(),
    requests: z.record(z.string(), z.unknown()).nullish(),
  })
  .describe('As in Kubernetes, e.g. {"limits": {"memory": "4Gi"}}.');

const templateVariable = z.looseObject({
  name: z.string().min(1).describe('Name of the environment variable.'),
  value: z.string().describe('Default value; always text.'),
  type: z.enum(['boolean', 'string', 'int']).nullish(),
  choices: z.array(z.string()).nullish().describe('Allowed values.'),
  adjustable: z.boolean().nullish().describe('Whether users can change it when they start the workflow.'),
  description: z.string().nullish(),
});

const command = z.array(z.string()).nullish().describe("What is run in place of the image's own command.");

const taskTemplate = z.looseObject({
  identifier: z.string().min(1).describe('Name that a task uses to select this template.'),
  description: z.string(),
  inputs: z.array(channel).describe('What it reads.'),
  outputs: z.array(channel).describe('What it writes.'),
  env: z.array(templateVariable).describe('Environment variables it supports.'),
  command,
  resources: resources.nullish(),
});

/** processing-container.json: what a container of the Task API can do. */
const processingContainer = z.looseObject({
  name: z.string().min(1),
  description: z.string(),
  templates: z.array(taskTemplate).min(1).describe('The ways in which the image can be used.'),
});

const binding = z.looseObject({
  name: z.string().min(1).describe('Name of the channel in the template.'),
  input: z.looseObject({ host_path: z.string() }).optional().describe('Where its files are on this machine.'),
  volume_source: z
    .union([
      z.looseObject({ host_path: z.string().describe('A folder on this machine.') }),
      z.looseObject({ claim_name: z.string().describe('A claim in the cluster.'), sub_path: z.string().nullish() }),
    ])
    .optional(),
  scale_rule: scaleRule.nullish(),
});

/** task.json: one run of a container of the Task API. */
const task = z.looseObject({
  name: z.string().min(1),
  api_version: z.literal(1).optional(),
  image: z.string().min(1).describe('The image with registry and tag.'),
  taskTemplate: z
    .union([z.string(), taskTemplate])
    .describe("The identifier of one of the image's templates, or a complete template."),
  inputs: z.array(binding).optional(),
  outputs: z.array(binding).optional(),
  env: z
    .array(z.looseObject({ name: z.string().min(1), value: z.string() }))
    .nullish()
    .describe('Environment variables that override those of the template.'),
  command,
  resources: resources.nullish(),
  config: z.looseObject({}).nullish(),
});

/** What editors are told of the files of an extension, by the file of the schema. Made of the schemas that checks use. */
export function jsonSchemas(): Readonly<Record<string, unknown>> {
  return {
    'chart.schema.json': toJson('Chart.yaml of a Kaapana extension', chartYaml),
    'edk.schema.json': toJson('Settings of the Kaapana EDK', edkYamlSchema),
    'processing-container.schema.json': toJson('Container of the Task API of Kaapana', processingContainer),
    'requirements.schema.json': toJson('Dependencies of a chart', requirementsYaml),
    'task.schema.json': toJson('Task of the Task API of Kaapana', task),
    'values.schema.json': toJson('Values of a Kaapana extension', valuesYaml),
  };
}

function toJson(title: string, schema: z.ZodType): unknown {
  return { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }), title };
}
