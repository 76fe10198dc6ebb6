import { z } from 'zod';
import { edkYamlSchema } from '../settings/edkYaml.ts';
import { chartYaml, requirementsYaml } from './chartYaml.ts';
import { processingContainer, task } from './taskApi.ts';
import { valuesYaml } from './valuesYaml.ts';

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
