import { z } from 'zod';
import type { Chart } from '../project/chart.ts';

const simple = z.union([z.string(), z.number(), z.boolean()]);
const parametersSchema = z.record(
  z.string(),
  z.looseObject({ type: z.string().optional(), default: z.union([simple, z.array(simple)]).nullish() }).catch({}),
);
const ownValueSchema = z.union([z.string().min(1), z.array(z.unknown()).min(1)]);

/**
 * The parameters of an extension with their defaults, as a client of the platform has to send them: the platform fills
 * in none. Lists are joined by commas; a text or list of the same name in the chart's own global values wins.
 */
export function parameterDefaults({ values }: Pick<Chart, 'values'>): Record<string, string | number | boolean> {
  const parameters = parametersSchema.safeParse(values['extension_params'] ?? {}).data ?? {};
  const own = z.record(z.string(), z.unknown()).safeParse(values['global']).data ?? {};
  const inputs = Object.entries(parameters).filter(
    ([key, { type }]) => type !== 'doc' && type !== 'group_name' && !ownValueSchema.safeParse(own[key]).success,
  );
  return Object.fromEntries(
    inputs.map(([key, { default: value }]) => [key, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
}
