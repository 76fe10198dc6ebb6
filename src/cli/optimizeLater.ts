import { setFlagsFromString } from 'node:v8';

/**
 * The parser of the HTTP client is WebAssembly. V8 in Node 20 optimises it after the first answer: a quarter of a second
 * of a processor that Docker and Helm could use, and 25 MB of memory, for what a command never gains back. To be called
 * before the client is loaded.
 */
export function optimizeLater(): void {
  setFlagsFromString('--wasm-tiering-budget=1000000000');
}
