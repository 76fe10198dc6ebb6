import { resolve } from 'node:path';

/** Made by `npm run package`. */
export const packagedExtension = resolve(import.meta.dirname, '..', '..', '..', 'dist', 'kaapana-edk.vsix');
