import * as vscode from 'vscode';
import { EdkError } from '../../core/errors/edkError.ts';
import type { EdkContext } from '../../core/useCases/context/edkContext.ts';
import { type SessionStore, createSessionFile } from '../../core/signIn/session.ts';
import { createRedirects, type Redirects } from './redirects.ts';
import { createSecretSession } from './secretSession.ts';

/** Signs in to a platform from the editor; the browser returns to an address of the editor. */
export interface EditorSignIn {
  signIn(): Promise<void>;
  signOut(): Promise<void>;
  /** Selects the project to launch applications for. */
  selectProject(): Promise<void>;
}

interface SignInParts {
  readonly context: vscode.ExtensionContext;
  readonly edkContext: () => Promise<EdkContext>;
}

export function registerSignIn({ context, edkContext }: SignInParts): EditorSignIn {
  const redirects = createRedirects();
  context.subscriptions.push(vscode.window.registerUriHandler({ handleUri: ({ query }) => redirects.handle(query) }));
  return {
    async signIn() {
      const edk = await edkContext();
      const store = await chooseStore(context, edk);
      if (store === undefined) return;
      await signInTo(edk, { store, redirects, extensionId: context.extension.id });
      await vscode.commands.executeCommand('kaapanaEdk.refreshExtensions');
      void vscode.window.showInformationMessage(vscode.l10n.t('You are signed in to the platform.'));
    },
    async signOut() {
      const { signInParts } = await import('../../core/useCases/context/signInParts.ts');
      await signInParts(await edkContext()).store.remove();
      await vscode.commands.executeCommand('kaapanaEdk.refreshExtensions');
      void vscode.window.showInformationMessage(vscode.l10n.t('You are signed out of the platform.'));
    },
    selectProject: async () => chooseProject(await edkContext()),
  };
}

async function chooseStore(
  context: vscode.ExtensionContext,
  { settings }: EdkContext,
): Promise<SessionStore | undefined> {
  const { platformUrl, folders } = settings;
  if (platformUrl === undefined)
    throw new EdkError('platform.notConfigured', vscode.l10n.t('No platform is configured.'));
  const inSecrets = {
    label: vscode.l10n.t("In the editor's secret storage"),
    detail: vscode.l10n.t('code-server stores it in this browser only; other browsers ask again.'),
    store: createSecretSession(context.secrets, platformUrl),
  };
  const inFile = {
    label: vscode.l10n.t('In a file that only you can read'),
    detail: vscode.l10n.t('For every browser and for edk in the terminal.'),
    store: createSessionFile(folders.state, platformUrl),
  };
  const title = vscode.l10n.t('Where should the sign-in be stored?');
  return (await vscode.window.showQuickPick([inSecrets, inFile], { title }))?.store;
}

interface SignInRun {
  readonly store: SessionStore;
  readonly redirects: Redirects;
  readonly extensionId: string;
}

async function signInTo(edk: EdkContext, { store, redirects, extensionId }: SignInRun): Promise<void> {
  const [{ signInParts }, { beginSignIn }] = await Promise.all([
    import('../../core/useCases/context/signInParts.ts'),
    import('../../core/signIn/browserSignIn.ts'),
  ]);
  const { issuer, clientId, http } = signInParts(edk);
  const own = vscode.Uri.parse(`${vscode.env.uriScheme}://${extensionId}/signed-in`);
  // In a browser this becomes an https address of the editor's server.
  const redirectUri = (await vscode.env.asExternalUri(own)).toString(true);
  const title = vscode.l10n.t('Signing in at {0}; continue in the browser', new URL(issuer).host);
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const end = new AbortController();
      token.onCancellationRequested(() => end.abort());
      const begun = await beginSignIn({ issuer, clientId }, { http, redirectUri, signal: end.signal });
      const redirected = redirects.waitFor(begun.state, end.signal);
      await openAsIs(begun.url);
      const address = new URL(redirectUri);
      address.search = (await redirected).toString();
      await store.write(await begun.finish(address));
    },
  );
}

/**
 * A Uri would be re-encoded, and the nested address would lose its own parameters. The editor also accepts a string and
 * leaves it unchanged, although the types do not say so.
 */
async function openAsIs(url: string): Promise<void> {
  await vscode.env.openExternal(url as unknown as vscode.Uri);
}

async function chooseProject(edk: EdkContext): Promise<void> {
  const [{ connectToPlatform }, { listProjects }] = await Promise.all([
    import('../../core/useCases/context/edkContext.ts'),
    import('../../core/platform/platformActions.ts'),
  ]);
  const projects = await listProjects(connectToPlatform(edk), new AbortController().signal);
  const current = edk.settings.platformProject?.id;
  const chosen = await vscode.window.showQuickPick(
    projects.map(({ id, name }) => ({ label: name, description: id, picked: id === current })),
    { title: vscode.l10n.t('Select the project to launch applications for') },
  );
  if (chosen === undefined) return;
  await vscode.workspace
    .getConfiguration('kaapanaEdk')
    .update('platformProject', `${chosen.description}:${chosen.label}`, vscode.ConfigurationTarget.Global);
}
