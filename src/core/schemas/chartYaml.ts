import { z } from 'zod';

/** Keywords that mean something to the platform. */
export const platformKeywords = {
  kaapanaworkflow: 'A workflow: brings DAGs into Airflow.',
  kaapanaapplication: 'An application: a Deployment, a Service and an Ingress with links.',
  kaapanaplatform: 'A platform, listed apart.',
  kaapanaexperimental: 'Experimental: hidden on the Extensions page until somebody asks for it.',
  kaapanamultiinstallable: 'Every launch is a release of its own; the button reads Launch.',
  gpurequired: 'Needs a GPU.',
} as const;

const dependency = z.looseObject({
  name: z.string().describe('Name of the chart.'),
  version: z.string().describe('Its version; 0.0.0 stands for the one that the platform is built with.'),
  repository: z
    .string()
    .optional()
    .describe(
      'Where it is: file:// with a folder, or the address of a repository. It may be left out for a chart in charts/.',
    ),
  condition: z.string().optional().describe('Path of a value that switches it on.'),
  alias: z.string().optional().describe('Another name for it in this chart.'),
  tags: z.array(z.string()).optional(),
});

const dependencies = z.array(dependency).nullish().describe('Charts that this one brings along.');

/** requirements.yaml: the dependencies of a chart of API v1. Helm reads it for v2 as well. */
export const requirementsYaml = z.looseObject({ dependencies });

/** Chart.yaml of an extension. */
export const chartYaml = z.looseObject({
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
    .describe('What kind of extension it is, and its habits.'),
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
