import { keywordKind } from './chart/keywordKind.ts';
import { yamlInvalid } from './chart/yamlInvalid.ts';
import { labelMissing } from './image/labelMissing.ts';
import { labelVersionMissing } from './image/labelVersionMissing.ts';
import type { Rule } from './rule.ts';

const image: readonly Rule[] = [labelMissing, labelVersionMissing];
const chart: readonly Rule[] = [yamlInvalid, keywordKind];

/** Every rule, in the order of the documents. */
export const rules: readonly Rule[] = [...image, ...chart];
