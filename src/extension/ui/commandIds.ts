/** Commands for projects, jobs and the EDK itself. */
const shellCommandIds = [
  'kaapanaEdk.signIn',
  'kaapanaEdk.signOut',
  'kaapanaEdk.selectPlatformProject',
  'kaapanaEdk.newWorkflow',
  'kaapanaEdk.newApplication',
  'kaapanaEdk.initialize',
  'kaapanaEdk.checkProject',
  'kaapanaEdk.suppressFinding',
  'kaapanaEdk.deploy',
  'kaapanaEdk.runOnSample',
  'kaapanaEdk.runOnFolder',
  'kaapanaEdk.runWorkflow',
  'kaapanaEdk.startDeployingOnSave',
  'kaapanaEdk.stopDeployingOnSave',
  'kaapanaEdk.buildImage',
  'kaapanaEdk.buildChart',
  'kaapanaEdk.buildExtension',
  'kaapanaEdk.startPlatform',
  'kaapanaEdk.stopPlatform',
  'kaapanaEdk.runDoctor',
  'kaapanaEdk.explain',
  'kaapanaEdk.selectProject',
  'kaapanaEdk.refreshProjects',
  'kaapanaEdk.revealProject',
  'kaapanaEdk.openChart',
  'kaapanaEdk.copyImageReference',
  'kaapanaEdk.showJob',
  'kaapanaEdk.showLog',
  'kaapanaEdk.cancelJob',
  'kaapanaEdk.showMenu',
  'kaapanaEdk.openWalkthrough',
] as const;

/** Commands of the Extensions and Local Registry views. */
const platformCommandIds = [
  'kaapanaEdk.refreshExtensions',
  'kaapanaEdk.filterExtensions',
  'kaapanaEdk.searchExtensions',
  'kaapanaEdk.clearExtensionsFilter',
  'kaapanaEdk.groupExtensions',
  'kaapanaEdk.flattenExtensions',
  'kaapanaEdk.connectPlatform',
  'kaapanaEdk.install',
  'kaapanaEdk.installVersion',
  'kaapanaEdk.launch',
  'kaapanaEdk.uninstall',
  'kaapanaEdk.deleteRelease',
  'kaapanaEdk.forceUninstall',
  'kaapanaEdk.openLink',
  'kaapanaEdk.openDocumentation',
  'kaapanaEdk.showStatus',
  'kaapanaEdk.showDetails',
  'kaapanaEdk.copyReleaseName',
  'kaapanaEdk.upload',
  'kaapanaEdk.refreshRegistry',
  'kaapanaEdk.openRegistryUi',
  'kaapanaEdk.copyReference',
  'kaapanaEdk.deleteTag',
] as const;

export const commandIds = [...shellCommandIds, ...platformCommandIds] as const;

export type ShellCommandId = (typeof shellCommandIds)[number];
export type PlatformCommandId = (typeof platformCommandIds)[number];
export type CommandId = (typeof commandIds)[number];

/** Arguments come from trees, keybindings or other extensions, so the handler checks them. */
type CommandHandler = (...args: readonly unknown[]) => unknown;

export type CommandHandlers<Id extends string> = Readonly<Record<Id, CommandHandler>>;
