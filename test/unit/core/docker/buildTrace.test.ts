import assert from 'node:assert/strict';
import protobuf from 'protobufjs';
import { decodeBuildTrace } from '../../../../src/core/docker/buildTrace.ts';

const field = (type: string, id: number): { type: string; id: number } => ({ type, id });
const repeated = (type: string, id: number): { rule: string; type: string; id: number } => ({
  rule: 'repeated',
  type,
  id,
});

/** api/services/control/control.proto of BuildKit, with fields that are not read. */
const statusResponse = protobuf.Root.fromJSON({
  nested: {
    StatusResponse: {
      fields: {
        vertexes: repeated('Vertex', 1),
        statuses: repeated('VertexStatus', 2),
        logs: repeated('VertexLog', 3),
      },
    },
    Vertex: {
      fields: {
        digest: field('string', 1),
        inputs: repeated('string', 2),
        name: field('string', 3),
        cached: field('bool', 4),
        started: field('Timestamp', 5),
        completed: field('Timestamp', 6),
        error: field('string', 7),
      },
    },
    VertexStatus: { fields: { ID: field('string', 1), current: field('int64', 4) } },
    VertexLog: {
      fields: {
        vertex: field('string', 1),
        timestamp: field('Timestamp', 2),
        stream: field('int64', 3),
        msg: field('bytes', 4),
      },
    },
    Timestamp: { fields: { seconds: field('int64', 1), nanos: field('int32', 2) } },
  },
}).lookupType('StatusResponse');

const encode = (message: Record<string, unknown>): string =>
  Buffer.from(statusResponse.encode(statusResponse.fromObject(message)).finish()).toString('base64');

describe('what BuildKit tells of a build', () => {
  it('is read field by field, whatever else it tells', () => {
    const started = { seconds: 1_795_610_351, nanos: 954_123_457 };
    const { vertexes, logs } = decodeBuildTrace(
      encode({
        vertexes: [
          { digest: 'sha256:a', inputs: ['sha256:b', 'sha256:c'], name: '[2/3] RUN für', started, error: 'exit 1' },
          { digest: 'sha256:b', name: '[1/3] FROM x', cached: true, started, completed: started },
          { digest: 'sha256:c', name: 'waits' },
          { digest: 'sha256:d', name: 'started in 1970', started: {} },
        ],
        statuses: [{ ID: 'sha256:e', current: 5_000_000_001 }],
        logs: [
          { vertex: 'sha256:a', timestamp: started, stream: 2, msg: Buffer.from([0xc3]) },
          { vertex: 'sha256:a', stream: 1, msg: Buffer.from('ü\n') },
          { vertex: 'sha256:b' },
        ],
      }),
    );

    assert.deepEqual(vertexes, [
      { digest: 'sha256:a', name: '[2/3] RUN für', cached: false, started: true, error: 'exit 1' },
      { digest: 'sha256:b', name: '[1/3] FROM x', cached: true, started: true, error: '' },
      { digest: 'sha256:c', name: 'waits', cached: false, started: false, error: '' },
      { digest: 'sha256:d', name: 'started in 1970', cached: false, started: true, error: '' },
    ]);
    assert.deepEqual(
      logs.map(({ msg, ...log }) => ({ ...log, msg: Buffer.from(msg).toString('hex') })),
      [
        { vertex: 'sha256:a', stream: 2, msg: 'c3' },
        { vertex: 'sha256:a', stream: 1, msg: 'c3bc0a' },
        { vertex: 'sha256:b', stream: 0, msg: '' },
      ],
    );
  });

  it('is nothing when BuildKit only keeps the line open', () => {
    assert.deepEqual(decodeBuildTrace(''), { vertexes: [], logs: [] });
  });

  it('is refused when it breaks off', () => {
    const whole = Buffer.from(encode({ vertexes: [{ digest: 'sha256:a', name: 'one' }] }), 'base64');
    assert.throws(() => decodeBuildTrace(whole.subarray(0, -1).toString('base64')), RangeError);
  });
});
