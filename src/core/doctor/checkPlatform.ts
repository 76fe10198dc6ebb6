import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

export async function checkPlatform({ platform, settings, signal }: DoctorContext): Promise<Finding> {
  const url = settings.platformUrl;
  if (url === undefined) {
    return {
      status: 'warning',
      what: 'No platform is configured: you can build extensions, but not install them.',
      remedy: 'Start a local platform with "edk platform start", or set KUBE_HELM_URL to the address of a platform.',
    };
  }
  const description = await platform(url, signal);
  return { status: 'ok', what: `Platform at ${url}${description === '' ? '' : ` (${description})`}` };
}
