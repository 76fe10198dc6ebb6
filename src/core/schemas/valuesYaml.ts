import { z } from 'zod';

const simple = z.union([z.string(), z.number(), z.boolean()]);
const label = z.string().describe('The label of the field.');
const help = z.string().describe('Tooltip of the field, as HTML.');

const text = z.looseObject({
  type: z.literal('string').describe('A text field. The platform requires an answer.'),
  definition: label,
  default: simple.nullish().describe('Initial value of the field.'),
  value: simple.nullish().describe("The user's value; leave it out or empty."),
  help: help.optional(),
});

const toggle = z.looseObject({
  type: z.enum(['bool', 'boolean']).describe('A switch.'),
  definition: label,
  default: z.boolean().nullish().describe('Whether it is on initially.'),
  value: simple.nullish(),
  help: help.optional(),
});

const choice = z.looseObject({
  type: z.literal('list_single').describe('One choice from a list.'),
  definition: label,
  default: simple.nullish().describe('The initial choice; one of `value`.'),
  value: z.array(simple).min(1).describe('The choices.'),
  help: help.optional(),
});

const choices = z.looseObject({
  type: z
    .literal('list_multi')
    .describe('Any number of choices from a list; the chart receives them joined by commas.'),
  definition: label,
  default: z.array(simple).nullish().describe('The initial choices, from `value`.'),
  value: z.array(simple).min(1).describe('The choices.'),
  help: help.optional(),
});

const explanation = z.looseObject({
  type: z.literal('doc').describe('Text between the fields, without input.'),
  title: z.string().describe('The heading of the text.'),
  html: z.string().optional().describe('The text, as HTML.'),
});

const heading = z.looseObject({
  type: z.literal('group_name').describe('A heading between the fields, without input.'),
  default: z.string().describe('The heading.'),
});

/** What a parameter may be; the platform shows any other type as a text field. */
const extensionParameter = z.discriminatedUnion('type', [text, toggle, choice, choices, explanation, heading]);

const global = z
  .looseObject({
    image: z
      .string()
      .optional()
      .describe('The DAG image that a workflow installs: label IMAGE of its Dockerfile, without registry and tag.'),
    action: z
      .enum(['copy', 'remove', 'prefetch'])
      .optional()
      .describe(
        'What the DAG image does when the chart is installed: copy its files into Airflow, remove them, or only be pulled.',
      ),
    pull_policy_images: z
      .enum(['IfNotPresent', 'Always', 'Never'])
      .optional()
      .describe('When a node pulls the image. Always fails with an image that was imported and is in no registry.'),
    custom_registry_url: z
      .string()
      .optional()
      .describe("Registry to pull the image from instead of the platform's own."),
    display_name: z
      .string()
      .max(20)
      .optional()
      .describe('Name of an instance on the Extensions page; "-" for the release name.'),
    suffix_param_key: z
      .string()
      .optional()
      .describe(
        "Key of the parameter whose value becomes the suffix of an instance's release; its first 20 characters count.",
      ),
    links: z.array(z.string()).optional().describe('Links on the Extensions page, instead of the Ingress paths.'),
  })
  .describe(
    'Values for the chart and all that it depends on. The platform adds its own; a text or list here wins over a parameter of the same name.',
  );

/** values.yaml of an extension's chart. */
export const valuesYaml = z.looseObject({
  global: global.nullish(),
  extension_params: z
    .record(z.string(), extensionParameter)
    .nullish()
    .describe(
      'What the platform asks for when the extension is installed. Each answer reaches the chart as `global.<key>`.',
    ),
});
