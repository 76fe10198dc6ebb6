import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { listProjects } from '../../platform/platformActions.ts';
import type { PlatformProject } from '../../settings/settings.ts';
import { signInWithLoopback } from '../../signIn/browserSignIn.ts';
import { requireTrustedPlatform, signInParts } from './signInParts.ts';
import { connectToPlatform, type EdkContext } from './edkContext.ts';

/** Signs a person in with the browser and stores the session in a file that only this person can read. */
export async function signIn(edk: EdkContext, step: JobStep): Promise<{ readonly issuer: string }> {
  requireTrustedPlatform(edk, 'A sign-in is');
  const { issuer, clientId, http, store } = signInParts(edk);
  const before = await store.read().catch(() => undefined);
  const session = await step.run(`Sign in at ${new URL(issuer).host}`, (signing) =>
    signInWithLoopback(
      { issuer, clientId },
      {
        http,
        signal: signing.signal,
        show: (url) => signing.log(`Open this page in a browser on this machine:\n${url}`),
      },
    ),
  );
  await store.write(before?.project === undefined ? session : { ...session, project: before.project });
  return { issuer };
}

export async function signOut(edk: EdkContext): Promise<void> {
  await signInParts(edk).store.remove();
}

/** Stores one of the platform's projects with the sign-in: applications are launched for it from now on. */
export async function selectProject(edk: EdkContext, wanted: string, signal: AbortSignal): Promise<PlatformProject> {
  const { store } = signInParts(edk);
  const session = await store.read();
  if (session === undefined) {
    throw new EdkError('platform.notSignedIn', 'You are not signed in to the platform.', {
      remedy: 'Sign in with "edk platform login", or pass the project with --platform-project.',
    });
  }
  const projects = await listProjects(connectToPlatform(edk), signal);
  const project = projects.find(({ id, name }) => id === wanted || name === wanted);
  if (project === undefined) {
    const names = projects.map(({ name }) => name).join(', ');
    throw new EdkError('usage', `You have no project "${wanted}" on the platform.`, {
      remedy: names === '' ? 'Ask an administrator for access to a project.' : `Choose one of: ${names}.`,
    });
  }
  // Read again: the token may have been renewed in the meantime.
  await store.write({ ...((await store.read()) ?? session), project });
  return project;
}
