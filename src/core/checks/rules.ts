import { adminNamespace } from './chart/adminNamespace.ts';
import { dependencyInvalid } from './chart/dependencyInvalid.ts';
import { dependencyMissing } from './chart/dependencyMissing.ts';
import { dependencyNotFound } from './chart/dependencyNotFound.ts';
import { fieldMissing } from './chart/fieldMissing.ts';
import { foreignClaim } from './chart/foreignClaim.ts';
import { globalMissing } from './chart/globalMissing.ts';
import { hookPolicy } from './chart/hookPolicy.ts';
import { ingressPath } from './chart/ingressPath.ts';
import { keyRepeated } from './chart/keyRepeated.ts';
import { keywordKind } from './chart/keywordKind.ts';
import { keywordKinds } from './chart/keywordKinds.ts';
import { keywordUnknown } from './chart/keywordUnknown.ts';
import { nameInvalid } from './chart/nameInvalid.ts';
import { nameShort } from './chart/nameShort.ts';
import { namespaceMissing } from './chart/namespaceMissing.ts';
import { nothingToInstall } from './chart/nothingToInstall.ts';
import { parameterCollision } from './chart/parameterCollision.ts';
import { parameterDefault } from './chart/parameterDefault.ts';
import { parameterDisplayName } from './chart/parameterDisplayName.ts';
import { parameterInvalid } from './chart/parameterInvalid.ts';
import { parameterKey } from './chart/parameterKey.ts';
import { parameterOverruled } from './chart/parameterOverruled.ts';
import { parameterTransport } from './chart/parameterTransport.ts';
import { parameterType } from './chart/parameterType.ts';
import { parameterUnused } from './chart/parameterUnused.ts';
import { podLabel } from './chart/podLabel.ts';
import { podsUnlisted } from './chart/podsUnlisted.ts';
import { privileged } from './chart/privileged.ts';
import { renderFailed } from './chart/renderFailed.ts';
import { resourceName } from './chart/resourceName.ts';
import { titleMissing } from './chart/titleMissing.ts';
import { unlisted } from './chart/unlisted.ts';
import { valueUndefined } from './chart/valueUndefined.ts';
import { variableDuplicate } from './chart/variableDuplicate.ts';
import { versionHyphen } from './chart/versionHyphen.ts';
import { versionInvalid } from './chart/versionInvalid.ts';
import { yamlInvalid } from './chart/yamlInvalid.ts';
import { aptWithoutUpdate } from './image/aptWithoutUpdate.ts';
import { baseMisspelt } from './image/baseMisspelt.ts';
import { baseUnknown } from './image/baseUnknown.ts';
import { commandMissing } from './image/commandMissing.ts';
import { copyBeforeInstall } from './image/copyBeforeInstall.ts';
import { copySourceMissing } from './image/copySourceMissing.ts';
import { dagBase } from './image/dagBase.ts';
import { dagFileNotCopied } from './image/dagFileNotCopied.ts';
import { dockerfileInvalid } from './image/dockerfileInvalid.ts';
import { ignoreFileMissing } from './image/ignoreFileMissing.ts';
import { labelDuplicate } from './image/labelDuplicate.ts';
import { labelInvalid } from './image/labelInvalid.ts';
import { labelMissing } from './image/labelMissing.ts';
import { labelVersionMissing } from './image/labelVersionMissing.ts';
import { patientData } from './image/patientData.ts';
import { pipUnpinned } from './image/pipUnpinned.ts';
import { registryHardCoded } from './image/registryHardCoded.ts';
import { secretInContext } from './image/secretInContext.ts';
import { chartMissing } from './project/chartMissing.ts';
import { chartSeveral } from './project/chartSeveral.ts';
import { fileUnreadable } from './project/fileUnreadable.ts';
import { fileUnused } from './project/fileUnused.ts';
import { layout } from './project/layout.ts';
import { nameTaken } from './project/nameTaken.ts';
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
import { chartInvalid } from './reference/chartInvalid.ts';
import { chartMutableTag } from './reference/chartMutableTag.ts';
import { chartPullAlways } from './reference/chartPullAlways.ts';
import { dagImage } from './reference/dagImage.ts';
import { dagTag } from './reference/dagTag.ts';
import { mutableTag } from './reference/mutableTag.ts';
import { invalid } from './reference/invalid.ts';
import { nowhere } from './reference/nowhere.ts';
import { platformRegistry } from './reference/platformRegistry.ts';
import { pullAlways } from './reference/pullAlways.ts';
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

/** Every rule, in the order of the documents. */
export const rules: readonly Rule[] = [...image, ...chart, ...project, ...dag, ...operator, ...reference];
