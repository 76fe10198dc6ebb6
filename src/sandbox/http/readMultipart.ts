import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';

export interface FilePart {
  readonly name: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Readable;
}

export interface MultipartReader {
  /** Must read the content to its end or call resume(). */
  readonly onFile: (file: FilePart) => Promise<void>;
  readonly onField: (name: string, value: string) => void;
}

/** Reads a multipart form as it arrives; false when the request is none. */
export async function readMultipart(message: IncomingMessage, reader: MultipartReader): Promise<boolean> {
  if (!/^multipart\/form-data\b/i.test(message.headers['content-type'] ?? '')) return false;
  const files: Promise<void>[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = busboy({ headers: message.headers, preservePath: true, defParamCharset: 'utf8' });
    parser.on('file', (name, content, { filename, mimeType }) => {
      // A form that breaks off is an error of the part that was being read, too; nobody may listen to that.
      content.on('error', () => undefined);
      const work = reader.onFile({ name, fileName: filename ?? '', contentType: mimeType, content });
      files.push(work);
      work.catch(reject);
    });
    parser.on('field', reader.onField);
    parser.on('close', resolve);
    parser.on('error', reject);
    message.on('error', reject);
    message.on('close', () => {
      if (!message.complete) reject(new Error('The client hung up.'));
    });
    message.pipe(parser);
  });
  await Promise.all(files);
  return true;
}
