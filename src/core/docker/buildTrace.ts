import protobuf from 'protobufjs/minimal.js';

/** A step of a build as BuildKit sees it. */
export interface BuildVertex {
  readonly digest: string;
  /** `[stage 2/5] RUN ...`, `[internal] load metadata for ...`, `exporting to image` */
  readonly name: string;
  readonly cached: boolean;
  readonly started: boolean;
  /** Empty if there is none. */
  readonly error: string;
}

/** Output of a step. */
interface BuildOutput {
  /** Digest of the step. */
  readonly vertex: string;
  /** 1 for standard output, 2 for standard error. */
  readonly stream: number;
  /** May begin and end within a line, or within a character. */
  readonly msg: Uint8Array;
}

export interface BuildTrace {
  readonly vertexes: readonly BuildVertex[];
  readonly logs: readonly BuildOutput[];
}

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

/** Fields of a message by tag, which is the field's number and encoding. */
type FieldReaders<T> = Readonly<Record<number, (message: T, reader: protobuf.Reader) => void>>;

const vertexFields: FieldReaders<Changeable<BuildVertex>> = {
  0x0a: (vertex, reader) => (vertex.digest = reader.string()),
  0x1a: (vertex, reader) => (vertex.name = reader.string()),
  0x20: (vertex, reader) => (vertex.cached = reader.bool()),
  0x2a: (vertex, reader) => {
    reader.skipType(2);
    vertex.started = true;
  },
  0x3a: (vertex, reader) => (vertex.error = reader.string()),
};

const outputFields: FieldReaders<Changeable<BuildOutput>> = {
  0x0a: (output, reader) => (output.vertex = reader.string()),
  0x18: (output, reader) => (output.stream = reader.int32()),
  0x22: (output, reader) => (output.msg = reader.bytes()),
};

const traceFields: FieldReaders<{ vertexes: BuildVertex[]; logs: BuildOutput[] }> = {
  0x0a: ({ vertexes }, reader) =>
    vertexes.push(
      readFields(reader.bytes(), vertexFields, { digest: '', name: '', cached: false, started: false, error: '' }),
    ),
  0x1a: ({ logs }, reader) =>
    logs.push(readFields(reader.bytes(), outputFields, { vertex: '', stream: 0, msg: new Uint8Array() })),
};

/**
 * Decodes the `aux` of a `moby.buildkit.trace` message: the fields of StatusResponse in BuildKit's
 * api/services/control/control.proto that we need.
 *
 * @throws RangeError, Error if it is not such a message.
 */
export function decodeBuildTrace(base64: string): BuildTrace {
  return readFields(Buffer.from(base64, 'base64'), traceFields, { vertexes: [], logs: [] });
}

/** Reads a message into this one; missing fields keep their defaults, as in protobuf. */
function readFields<T>(bytes: Uint8Array, fields: FieldReaders<T>, message: T): T {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const read = fields[tag];
    if (read === undefined) reader.skipType(tag & 7);
    else read(message, reader);
  }
  return message;
}
