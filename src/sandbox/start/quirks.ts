/**
 * Quirks of the real backend that a client must cope with, recorded from Kaapana 0.6.0. Each can be switched off, to
 * show that a client does not depend on it.
 */
export interface Quirks {
  /** Texts are HTML-escaped, values with ; are dropped, spaces and backslashes are removed, all silently. */
  readonly lossyParameters: boolean;
  /** For a while after an install or uninstall the list knows one version of that chart. */
  readonly singleVersionAfterChange: boolean;
  /** After the upload of a chart with a short last word the list fails once, then has its bare name. */
  readonly bareNamesAfterUpload: boolean;
  /** A chart without values.global makes the list fail once. */
  readonly failsOnceWithoutGlobals: boolean;
  /** Refused uploads stay in the folder and are listed. */
  readonly keepsRefusedUploads: boolean;
  /** POST /file never replaces a file. */
  readonly neverOverwrites: boolean;
  /** Pieces of an upload are appended wherever the client thinks they belong. */
  readonly ignoresUploadOffset: boolean;
  /** An uninstall is answered before it began, whether there is such a release or not. */
  readonly answersUninstallAtOnce: boolean;
  /** An install over an existing release is a success, whatever its version and state. */
  readonly alreadyInstalledIsSuccess: boolean;
  /** A release without pods is ready. */
  readonly readyWithoutPods: boolean;
}

export const recordedQuirks: Quirks = {
  lossyParameters: true,
  singleVersionAfterChange: true,
  bareNamesAfterUpload: true,
  failsOnceWithoutGlobals: true,
  keepsRefusedUploads: true,
  neverOverwrites: true,
  ignoresUploadOffset: true,
  answersUninstallAtOnce: true,
  alreadyInstalledIsSuccess: true,
  readyWithoutPods: true,
};
