import type { TestRequest } from './startTestPlatform.ts';

export interface FormPart {
  readonly name: string;
  readonly content: string | Buffer;
  readonly fileName?: string;
  readonly contentType?: string;
}

/** A multipart form, byte by byte as clients send it. */
export function multipart(...parts: readonly FormPart[]): TestRequest {
  const boundary = '----edkTestBoundary';
  const chunks = parts.flatMap(({ name, content, fileName, contentType }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`,
    fileName === undefined ? '' : `; filename="${fileName}"`,
    contentType === undefined ? '' : `\r\nContent-Type: ${contentType}`,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  const body = Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk)));
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
