import { adminNamespace, hookPolicy, namespaceMissing, resourceName } from './chart/resources.ts';
import { dependencyInvalid, dependencyMissing, dependencyNotFound } from './chart/dependencies.ts';
import { fieldMissing, globalMissing, keyRepeated, yamlInvalid } from './chart/files.ts';
import { foreignClaim, podLabel, podsUnlisted, privileged, variableDuplicate } from './chart/workloads.ts';
import { ingressPath } from './chart/ingress.ts';
import { keywordKind, keywordKinds, keywordUnknown, unlisted } from './chart/keywords.ts';
import { nameInvalid, nameShort, titleMissing, versionHyphen, versionInvalid } from './chart/nameAndVersion.ts';
import { nothingToInstall, renderFailed } from './chart/rendered.ts';
import {
  parameterCollision,
  parameterDisplayName,
  parameterInvalid,
  parameterKey,
  parameterType,
} from './chart/parameters.ts';
import { parameterDefault, parameterOverruled, parameterTransport } from './chart/parameterDefaults.ts';
import { parameterUnused, valueUndefined } from './chart/values.ts';
import { aptWithoutUpdate, copyBeforeInstall, pipUnpinned } from './image/installs.ts';
import { baseMisspelt, baseUnknown, registryHardCoded } from './image/bases.ts';
import { commandMissing, dockerfileInvalid } from './image/dockerfile.ts';
import { copySourceMissing } from './image/copies.ts';
import { dagBase, dagFileNotCopied } from './image/dagImages.ts';
import { ignoreFileMissing, patientData, secretInContext } from './image/context.ts';
import { labelDuplicate, labelInvalid, labelMissing, labelVersionMissing } from './image/labels.ts';
import { chartMissing, chartSeveral, fileUnreadable, fileUnused, layout, nameTaken } from './project/layout.ts';
import { deprecatedName, taskUnchained } from './dag/operators.ts';
import { formInvalid } from './dag/forms.ts';
import { formPropertyUnread } from './dag/formUse.ts';
import { idDiffersFromFile, idDuplicate, idInvalid } from './dag/ids.ts';
import { importMissing, syntaxError } from './dag/importErrors.ts';
import { envNotText, fileName, memoryOutOfRange } from './operator/arguments.ts';
import { variableUnset } from './operator/variables.ts';
import { chartInvalid, chartMutableTag, chartPullAlways } from './reference/chartImages.ts';
import { dagImage, dagTag } from './reference/dagImages.ts';
import { mutableTag, invalid } from './reference/operatorImages.ts';
import { nowhere, platformRegistry, pullAlways } from './reference/registries.ts';
import type { Rule } from './rule.ts';

const image: readonly Rule[] = [
  dockerfileInvalid,
  labelMissing,
  labelInvalid,
  labelDuplicate,
  labelVersionMissing,
  baseUnknown,
  baseMisspelt,
  registryHardCoded,
  dagBase,
  dagFileNotCopied,
  copySourceMissing,
  copyBeforeInstall,
  aptWithoutUpdate,
  pipUnpinned,
  commandMissing,
  patientData,
  secretInContext,
  ignoreFileMissing,
];

const chart: readonly Rule[] = [
  yamlInvalid,
  keyRepeated,
  fieldMissing,
  nameInvalid,
  nameShort,
  versionInvalid,
  versionHyphen,
  keywordKind,
  keywordKinds,
  keywordUnknown,
  unlisted,
  titleMissing,
  dependencyInvalid,
  dependencyMissing,
  dependencyNotFound,
  globalMissing,
  parameterInvalid,
  parameterKey,
  parameterType,
  parameterDefault,
  parameterTransport,
  parameterDisplayName,
  parameterCollision,
  parameterOverruled,
  parameterUnused,
  valueUndefined,
  renderFailed,
  nothingToInstall,
  adminNamespace,
  namespaceMissing,
  podLabel,
  podsUnlisted,
  ingressPath,
  hookPolicy,
  resourceName,
  variableDuplicate,
  foreignClaim,
  privileged,
];

const project: readonly Rule[] = [chartMissing, chartSeveral, layout, fileUnreadable, fileUnused, nameTaken];

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
  invalid,
  chartInvalid,
  chartPullAlways,
  nowhere,
];

/** Every rule, in the order of the rules page. */
export const rules: readonly Rule[] = [...image, ...chart, ...project, ...dag, ...operator, ...reference];
