import { randomUUID } from 'node:crypto';
import type { ReceivedRequest, Script, ScriptedAnswer } from './startScriptedServer.ts';

export interface ScriptedFilepond {
  readonly routes: Readonly<Record<string, Script>>;
  /** Finished files by name. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Unfinished uploads by id. */
  readonly pending: ReadonlyMap<string, Buffer>;
}

/**
 * The chunked upload of the platform: appends whatever comes, completes on the exact length only, knows no offsets.
 * `disturb` may answer a chunk instead, by its number over all uploads; what it does not answer goes its way.
 */
export function scriptFilepond(
  disturb: (chunk: number, request: ReceivedRequest, append: () => void) => ScriptedAnswer | undefined = () =>
    undefined,
): ScriptedFilepond {
  const files = new Map<string, Buffer>();
  const pending = new Map<string, Buffer>();
  const names = new Map<string, string>();
  let chunks = 0;
  const begin = ({ body }: ReceivedRequest): ScriptedAnswer => {
    const id = randomUUID();
    names.set(id, /\{"filepath":"([^"]+)"\}/.exec(body.toString())?.[1] ?? '');
    pending.set(id, Buffer.alloc(0));
    return { body: id };
  };
  const patch = (request: ReceivedRequest): ScriptedAnswer => {
    const id = request.query.get('patch') ?? '';
    const append = () => void pending.set(id, Buffer.concat([pending.get(id) ?? Buffer.alloc(0), request.body]));
    chunks += 1;
    const instead = disturb(chunks, request, append);
    if (instead !== undefined) return instead;
    append();
    const received = pending.get(id);
    if (received?.byteLength !== Number(request.headers['upload-length'])) return { body: id };
    const name = names.get(id) ?? '';
    files.set(name, received);
    pending.delete(id);
    return { body: `${name} uploaded succesfully` };
  };
  const abandon = ({ body }: ReceivedRequest): ScriptedAnswer => {
    pending.delete(body.toString());
    return { body: 'Deleted succesfully.' };
  };
  return {
    routes: { 'POST /filepond-upload': begin, 'PATCH /filepond-upload': patch, 'DELETE /filepond-upload': abandon },
    files,
    pending,
  };
}
