import { Blob } from 'node:buffer';
import { FormData } from 'undici';

/** A text, or a file with its name and content type. */
export type FormPart =
  string | { readonly fileName: string; readonly contentType: string; readonly content: Uint8Array };

/** A body that is sent as multipart/form-data. */
export function multipartForm(parts: Readonly<Record<string, FormPart>>): FormData {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') form.set(name, part);
    else form.set(name, new Blob([new Uint8Array(part.content)], { type: part.contentType }), part.fileName);
  }
  return form;
}
