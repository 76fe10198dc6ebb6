import { randomUUID } from 'node:crypto';
import type { ClientRequest } from 'node:http';

export type HttpBody = string | Uint8Array | MultipartForm | PiecewiseBody;

/** A body that is produced while it is sent. What the pieces throw is thrown on as it is. */
interface PiecewiseBody {
  /** Sum of all pieces. */
  readonly byteLength: number;
  /** A piece has been sent when the next one is asked for. */
  readonly pieces: Iterable<Uint8Array>;
}

/** A body with the headers that tell of it. */
interface EncodedBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Uint8Array | Iterable<Uint8Array> | undefined;
}

export function encodeBody(body: HttpBody | undefined): EncodedBody {
  if (body === undefined) return { headers: {}, content: undefined };
  if (typeof body === 'string') return ofLength(Buffer.from(body));
  if (body instanceof Uint8Array) return ofLength(body);
  if ('pieces' in body) return { headers: { 'content-length': String(body.byteLength) }, content: body.pieces };
  const { headers, content } = ofLength(body.content);
  return { headers: { ...headers, 'content-type': body.contentType }, content };
}

function ofLength(content: Uint8Array): EncodedBody {
  return { headers: { 'content-length': String(content.byteLength) }, content };
}

/** Sends the body, as far as somebody takes it. The request ends with what its pieces throw. */
export async function sendBody(request: ClientRequest, content: EncodedBody['content']): Promise<void> {
  if (content === undefined || content instanceof Uint8Array) {
    request.end(content);
    return;
  }
  try {
    for (const piece of content) {
      await sendPiece(request, piece);
      if (request.destroyed) return;
    }
    request.end();
  } catch (error) {
    request.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Until the system has taken it, or the request has ended. */
function sendPiece(request: ClientRequest, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      request.off('close', done);
      resolve();
    };
    request.on('close', done);
    request.write(piece, done);
  });
}

/** A text, or a file with its name and content type. */
type FormPart = string | { readonly fileName: string; readonly contentType: string; readonly content: Uint8Array };

/** A body as multipart/form-data, with the content type that names its boundary. */
interface MultipartForm {
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
