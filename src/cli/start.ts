import { join } from 'node:path';
import { readEnvironment } from '../core/settings/environment.ts';
import { keepCompiledCode } from './keepCompiledCode.ts';

/** The bundled command begins here: what is loaded from now on is compiled once, not at every start. */
keepCompiledCode(join(readEnvironment().cacheFolder, 'compiled'));
void import('./main.ts');
