import { z } from 'zod';

const simple = z.union([z.string(), z.number(), z.boolean()]);
const simpleOrList = z.union([simple, z.array(simple)]).nullish();

/** One of an extension's parameters. The type is open: charts bring their own, unknown ones are shown as text. */
export const extensionParameterSchema = z.object({
  type: z.string().nullish(),
  definition: z.string().nullish(),
  default: simpleOrList,
  /** The choices of a list, else the value. */
  value: simpleOrList,
  required: z.boolean().nullish(),
  help: z.string().nullish(),
  title: z.string().nullish(),
  html: z.string().nullish(),
});
