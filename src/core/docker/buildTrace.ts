import protobuf from 'protobufjs';
import { z } from 'zod';

/** A step of a build as BuildKit sees it. */
const vertexSchema = z.object({
  digest: z.string(),
  /** `[stage 2/5] RUN ...`, `[internal] load metadata for ...`, `exporting to image` */
  name: z.string(),
  cached: z.boolean(),
  started: z.object({}).nullable(),
  completed: z.object({}).nullable(),
  error: z.string(),
});
/** `stream` is 1 for standard output, 2 for standard error; a message may end within a line. */
const logSchema = z.object({ vertex: z.string(), stream: z.number(), msg: z.instanceof(Uint8Array) });
const traceSchema = z.object({
  vertexes: z.array(vertexSchema),
  logs: z.array(logSchema),
});

export type BuildVertex = z.infer<typeof vertexSchema>;
export type BuildTrace = z.infer<typeof traceSchema>;

const field = (type: string, id: number): { type: string; id: number } => ({ type, id });
const repeated = (type: string, id: number): { rule: string; type: string; id: number } => ({
  rule: 'repeated',
  type,
  id,
});

/** The part that is read of BuildKit's api/services/control/control.proto. */
const statusResponse = protobuf.Root.fromJSON({
  nested: {
    StatusResponse: { fields: { vertexes: repeated('Vertex', 1), logs: repeated('VertexLog', 3) } },
    Vertex: {
      fields: {
        digest: field('string', 1),
        name: field('string', 3),
        cached: field('bool', 4),
        started: field('Timestamp', 5),
        completed: field('Timestamp', 6),
        error: field('string', 7),
      },
    },
    VertexLog: { fields: { vertex: field('string', 1), stream: field('int64', 3), msg: field('bytes', 4) } },
    Timestamp: { fields: { seconds: field('int64', 1), nanos: field('int32', 2) } },
  },
}).lookupType('StatusResponse');

/** Decodes the `aux` of a `moby.buildkit.trace` message. */
export function decodeBuildTrace(base64: string): BuildTrace {
  const message = statusResponse.decode(Buffer.from(base64, 'base64'));
  return traceSchema.parse(statusResponse.toObject(message, { longs: Number, defaults: true }));
}
