import { sourceLinks } from '../../core/checks/links/sourceLinks.ts';
import { operatorUses } from '../../core/checks/reference/imageUses.ts';
import { baseDockerfile } from '../../core/useCases/bases/baseDockerfile.ts';
import { resolveReference } from '../../core/useCases/check/resolveReferences.ts';

/** Contains parsers, so it is loaded on the first definition or hover request. */
export const languageReaders = { baseDockerfile, operatorUses, resolveReference, sourceLinks };
