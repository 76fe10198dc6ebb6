import { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { pack } from 'tar-stream';
import { followProgress } from './dockerEngineParts.ts';

/**
 * The image of the container that holds a pod's network, as Kubernetes has one: its only program sleeps for ever. It is
 * a few instructions and made here, because there may be no registry to pull it from.
 */
export const pauseImage = 'kaapana-edk/pause:1';

const programs: Readonly<Record<string, { readonly machine: number; readonly code: Buffer }>> = {
  // mov eax, 34 (pause); syscall; jmp to the start
  amd64: { machine: 62, code: Buffer.from('b8220000000f05ebf7', 'hex') },
  // x0 to x3 = 0; x8 = 73 (ppoll, without an end); svc; b to the start
  arm64: { machine: 183, code: Buffer.from('000080d2010080d2020080d2030080d2280980d2010000d4faffff17', 'hex') },
};

export async function importPauseImage(docker: Dockerode): Promise<void> {
  const { Arch: architecture } = await docker.version();
  const program = programs[architecture];
  if (program === undefined) {
    throw new Error(`Pods behind a Service need an amd64 or arm64 processor, not ${architecture}.`);
  }
  const layer = pack();
  layer.entry({ name: 'pause', mode: 0o755 }, executable(program));
  layer.finalize();
  const [repo, tag] = pauseImage.split(':');
  const options = { repo, tag, changes: 'ENTRYPOINT ["/pause"]' };
  await followProgress(docker, await docker.importImage(Readable.from(layer), options));
}

const loadAddress = 0x400000;
const headerBytes = 64;
const segmentBytes = 56;

/** The smallest file that Linux takes: an ELF header, one segment, the instructions. */
function executable({ machine, code }: { readonly machine: number; readonly code: Buffer }): Buffer {
  const start = headerBytes + segmentBytes;
  const size = start + code.length;
  const file = Buffer.alloc(size);
  // 64 bits, little endian, version 1
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16); // an executable
  file.writeUInt16LE(machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(loadAddress + start), 24); // where it starts
  file.writeBigUInt64LE(BigInt(headerBytes), 32); // where the segments are described
  file.writeUInt16LE(headerBytes, 52);
  file.writeUInt16LE(segmentBytes, 54);
  file.writeUInt16LE(1, 56); // one segment
  const segment = headerBytes;
  file.writeUInt32LE(1, segment); // to be loaded
  file.writeUInt32LE(5, segment + 4); // to be read and executed
  file.writeBigUInt64LE(BigInt(loadAddress), segment + 16);
  file.writeBigUInt64LE(BigInt(loadAddress), segment + 24);
  file.writeBigUInt64LE(BigInt(size), segment + 32);
  file.writeBigUInt64LE(BigInt(size), segment + 40);
  file.writeBigUInt64LE(0x1000n, segment + 48); // aligned to pages
  file.set(code, start);
  return file;
}
