import { checkPackage } from '../../charts/checkPackage.ts';
import { platformValues } from '../../charts/platformValues.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { EdkContext } from '../context/edkContext.ts';
import type { UploadChecks } from './uploadPackage.ts';

/** How packages are checked with the person's Helm; where there is none, the platform's own check has to do. */
export function uploadChecks(
  { settings }: EdkContext,
  readBack: UploadChecks['readBack'],
  step: JobStep,
): UploadChecks {
  const { helm, namespaces, buildVersion } = settings;
  const platformRegistry = settings.platformRegistry ?? settings.registry.pull;
  return {
    readBack,
    async render({ file, name, keywords }, signal) {
      // Without the chart's parameters: so does the platform.
      const values = platformValues({ keywords, values: {} }, { buildVersion, platformRegistry, namespaces });
      try {
        await checkPackage({ file, name, helm, values, adminNamespace: namespaces.admin }, signal);
      } catch (error) {
        if (!(error instanceof EdkError)) throw error;
        if (error.code === 'helm.missing') step.log(`Not rendered before the upload: ${error.message}`);
        else if (error.code !== 'tool.failed') throw error;
        else
          step.warn(
            `The platform will refuse ${name}: it cannot be rendered without parameters. ${error.detail ?? ''}`,
          );
      }
    },
  };
}
