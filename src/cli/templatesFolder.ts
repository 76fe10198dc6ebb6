import { join } from 'node:path';

/** Two levels above this file, from source (src/cli) as from the bundle (dist/edk). */
export const templatesFolder = join(import.meta.dirname, '..', '..', 'templates');
