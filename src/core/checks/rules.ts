import { keywordKind } from './chart/keywordKind.ts';
import { yamlInvalid } from './chart/yamlInvalid.ts';
import { labelMissing } from './image/labelMissing.ts';
import { labelVersionMissing } from './image/labelVersionMissing.ts';
import { deprecatedName } from './dag/deprecatedName.ts';
import { formInvalid } from './dag/formInvalid.ts';
import { formPropertyUnread } from './dag/formPropertyUnread.ts';
import { idDiffersFromFile } from './dag/idDiffersFromFile.ts';
import { idDuplicate } from './dag/idDuplicate.ts';
import { idInvalid } from './dag/idInvalid.ts';
import { importMissing } from './dag/importMissing.ts';
import { syntaxError } from './dag/syntaxError.ts';
import { taskUnchained } from './dag/taskUnchained.ts';
import { envNotText } from './operator/envNotText.ts';
import { fileName } from './operator/fileName.ts';
import { memoryOutOfRange } from './operator/memoryOutOfRange.ts';
import { variableUnset } from './operator/variableUnset.ts';
import { chartMutableTag } from './reference/chartMutableTag.ts';
import { chartPullAlways } from './reference/chartPullAlways.ts';
import { dagImage } from './reference/dagImage.ts';
import { dagTag } from './reference/dagTag.ts';
import { mutableTag } from './reference/mutableTag.ts';
import { platformRegistry } from './reference/platformRegistry.ts';
import { pullAlways } from './reference/pullAlways.ts';
import type { Rule } from './rule.ts';

const image: readonly Rule[] = [labelMissing, labelVersionMissing];
const chart: readonly Rule[] = [yamlInvalid, keywordKind];
const dag: readonly Rule[] = [
  syntaxError,
  idDuplicate,
  idInvalid,
  idDiffersFromFile,
  importMissing,
  formInvalid,
  formPropertyUnread,
  taskUnchained,
  deprecatedName,
];
const operator: readonly Rule[] = [fileName, envNotText, memoryOutOfRange, variableUnset];
const reference: readonly Rule[] = [
  mutableTag,
  pullAlways,
  platformRegistry,
  dagImage,
  dagTag,
  chartMutableTag,
  chartPullAlways,
];

/** Every rule, in the order of the documents. */
export const rules: readonly Rule[] = [...image, ...chart, ...dag, ...operator, ...reference];
