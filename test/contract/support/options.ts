import { z } from 'zod';

const projectSchema = z.object({ id: z.string(), name: z.string() });

/** How the suite was started; main.ts hands it on in the environment. */
export interface ContractOptions {
  /** Base address of the platform's API. */
  readonly url: string;
  /** In whose name instances are launched. */
  readonly project: z.infer<typeof projectSchema>;
  /** An image with a shell that the platform can pull; without one nothing is said about pods. */
  readonly image: string | undefined;
  readonly token: string | undefined;
  readonly helm: string;
  /** After this time the platform answers an install although it goes on; seconds. */
  readonly answerSeconds: number;
}

export function writeOptions(options: ContractOptions): Record<string, string> {
  return { EDK_CONTRACT: JSON.stringify(options) };
}

export function readOptions(): ContractOptions {
  return z
    .object({
      url: z.url(),
      project: projectSchema,
      image: z.string().optional(),
      token: z.string().optional(),
      helm: z.string(),
      answerSeconds: z.number(),
    })
    .transform((options) => ({ ...options, image: options.image, token: options.token }))
    .parse(JSON.parse(process.env['EDK_CONTRACT'] ?? 'null'));
}

export function parseProject(text: string): ContractOptions['project'] {
  return projectSchema.parse(JSON.parse(text));
}
