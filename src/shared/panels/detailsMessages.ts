import * as z from 'zod/mini';

const text = z.string();
/** How something is going, which the page shows as a colour beside the words. */
const tone = z.enum(['good', 'moving', 'bad', 'none']);

const action = z.object({
  /** Of the command that it runs. */
  id: text,
  label: text,
  kind: z.enum(['main', 'other']),
});

const release = z.object({
  name: text,
  title: text,
  version: text,
  state: text,
  tone,
  actions: z.array(action),
  links: z.array(text),
  pods: z.array(z.array(text)),
});

const parameter = z.object({
  name: text,
  label: text,
  type: text,
  initial: text,
  choices: text,
  /** As the chart has it: not to be trusted. */
  helpHtml: text,
});

const details = z.object({
  title: text,
  chart: text,
  /** As the chart has it: not to be trusted. */
  descriptionHtml: text,
  facts: z.array(z.object({ name: text, value: text })),
  actions: z.array(action),
  releases: z.array(release),
  parameters: z.array(parameter),
  /** The newest first. */
  jobs: z.array(z.object({ id: text, title: text, state: text, tone, started: text })),
  texts: z.object({
    releases: text,
    noReleases: text,
    parameters: text,
    noParameters: text,
    parameterColumns: z.array(text),
    podColumns: z.array(text),
    noPods: text,
    links: text,
    jobs: text,
    noJobs: text,
    showLog: text,
  }),
});

export type DetailsContent = z.infer<typeof details>;
export type DetailsAction = z.infer<typeof action>;
export type DetailsRelease = z.infer<typeof release>;
export type Tone = z.infer<typeof tone>;

const toDetails = z.discriminatedUnion('type', [
  z.object({ type: z.literal('show'), details }),
  /** The platform no longer lists it, or cannot be asked. */
  z.object({ type: z.literal('explain'), text }),
]);

const fromDetails = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** One of the actions of the extension, or of the release that is named. */
  z.object({ type: z.literal('run'), action: text, release: z.optional(text) }),
  z.object({ type: z.literal('open'), release: text, link: text }),
  z.object({ type: z.literal('showJob'), job: text }),
]);

/** From the extension to the page. */
export type ToDetails = z.infer<typeof toDetails>;
/** From the page to the extension. */
export type FromDetails = z.infer<typeof fromDetails>;

/** Undefined for anything that is not a message of ours. */
export function readToDetails(message: unknown): ToDetails | undefined {
  return toDetails.safeParse(message).data;
}

/** Undefined for anything that is not a message of ours. */
export function readFromDetails(message: unknown): FromDetails | undefined {
  return fromDetails.safeParse(message).data;
}
