import { sourceLinks } from '../../core/checks/links/sourceLinks.ts';
import { operatorUses } from '../../core/checks/reference/imageUses.ts';
import { baseDockerfile } from '../../core/useCases/bases/baseDockerfile.ts';
import { resolveReference } from '../../core/useCases/check/resolveReferences.ts';

/** With parsers behind them, so they are loaded when somebody asks for a definition or points at an image. */
export const languageReaders = { baseDockerfile, operatorUses, resolveReference, sourceLinks };
