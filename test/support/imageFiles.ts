import { execa } from 'execa';
import { extract } from 'tar-stream';

/** The files of an image that the Docker Engine has, by path, with their text. */
export async function imageFiles(reference: string): Promise<Map<string, string>> {
  const { stdout: container } = await execa('docker', ['create', reference, 'never-started']);
  const exported = execa('docker', ['export', container], { encoding: 'buffer', buffer: false });
  const files = new Map<string, string>();
  try {
    for await (const entry of exported.stdout.pipe(extract())) {
      let text = '';
      for await (const piece of entry) text += String(piece);
      if (entry.header.type === 'file') files.set(entry.header.name, text);
    }
    await exported;
  } finally {
    await execa('docker', ['rm', container]);
  }
  return files;
}
