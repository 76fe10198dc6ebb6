import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

export async function checkRegistry({ registry, settings, signal }: DoctorContext): Promise<Finding> {
  await registry(signal);
  const { push, pull } = settings.registry;
  const otherName = push === pull ? '' : ` (${pull} in the cluster)`;
  return { status: 'ok', what: `Registry at ${push}${otherName}` };
}
