import { randomUUID } from 'node:crypto';

/** A text, or a file with its name and content type. */
export type FormPart =
  string | { readonly fileName: string; readonly contentType: string; readonly content: Uint8Array };

/** A body as multipart/form-data, with the content type that names its boundary. */
export interface MultipartForm {
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** Names are quoted as browsers do it (https://html.spec.whatwg.org/#multipart-form-data). */
export function multipartForm(parts: Readonly<Record<string, FormPart>>): MultipartForm {
  const boundary = `edk-${randomUUID()}`;
  const pieces = Object.entries(parts).flatMap(([name, part]) => [
    Buffer.from(`--${boundary}\r\n${headersOf(name, part)}\r\n\r\n`),
    typeof part === 'string' ? Buffer.from(part) : part.content,
    Buffer.from('\r\n'),
  ]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    content: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function headersOf(name: string, part: FormPart): string {
  const disposition = `Content-Disposition: form-data; name="${quote(name)}"`;
  if (typeof part === 'string') return disposition;
  return `${disposition}; filename="${quote(part.fileName)}"\r\nContent-Type: ${part.contentType}`;
}

function quote(text: string): string {
  return text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
