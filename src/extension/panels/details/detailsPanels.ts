import * as vscode from 'vscode';
import { listJobs } from '../../../core/jobs/jobHistory.ts';
import { reportError as describeError } from '../../../core/jobs/reportError.ts';
import { releaseUrl } from '../../../core/platform/platformLinks.ts';
import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import { readFromDetails, type FromDetails, type ToDetails } from '../../../shared/panels/detailsMessages.ts';
import { readFormsChoice } from '../../config.ts';
import { jobTitle } from '../../jobs/jobTitle.ts';
import type { Services } from '../../services.ts';
import { reportError } from '../../ui/reportError.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import type { ProjectStore } from '../../views/projects/projectStore.ts';
import { translate } from '../../ui/translate.ts';
import { detailsContent, jobsAbout } from './detailsContent.ts';

/** Number of latest jobs to search. */
const latestJobs = 200;

export interface DetailsSources {
  readonly view: ExtensionsView;
  readonly projects: ProjectStore;
}

/** Shows everything about an extension in a panel; false if its page did not open. */
export async function openDetails(
  services: Services,
  { view, projects }: DetailsSources,
  { chart, title }: Pick<CatalogueExtension, 'chart' | 'title'>,
): Promise<boolean> {
  const { panels } = services;
  const choice = readFormsChoice();
  const id = `details:${chart}`;
  if (panels.reveal(id)) return true;
  if (choice === 'native' || (choice === 'automatic' && panels.areRefused)) return false;
  const patience = choice === 'panel' ? 'forEver' : 'short';
  const panel = await panels.open({ id, page: 'details', title, patience, whenHidden: 'reload' });
  if (panel === undefined) return false;
  const page = new DetailsPage(panel.webview, { services, view, projects, chart });
  const listeners = vscode.Disposable.from(
    view.onDidChange(() => page.refresh()),
    services.jobs.onDidChange(() => page.refresh()),
    panel.webview.onDidReceiveMessage((message: unknown) => page.receive(message)),
    view.watch(() => panel.visible, panel.onDidChangeViewState),
  );
  panel.onDidDispose(() => void listeners.dispose());
  page.refresh();
  return true;
}

interface PageParts extends DetailsSources {
  readonly services: Services;
  readonly chart: string;
}

class DetailsPage {
  readonly #webview: vscode.Webview;
  readonly #parts: PageParts;
  #shown: ToDetails | undefined;
  #updates = Promise.resolve();

  constructor(webview: vscode.Webview, parts: PageParts) {
    this.#webview = webview;
    this.#parts = parts;
  }

  /** Runs one after the other, so that the latest state wins. */
  refresh(): void {
    this.#updates = this.#updates
      .then(() => this.#update())
      .catch((error: unknown) => this.#parts.services.log.error(describeError(error).message));
  }

  receive(received: unknown): void {
    const message = readFromDetails(received);
    if (message?.type === 'ready') {
      this.#shown = undefined;
      this.refresh();
    } else if (message !== undefined) {
      void this.#act(message).catch((error: unknown) => reportError(error, this.#parts.services.log));
    }
  }

  async #update(): Promise<void> {
    const message = await this.#message();
    if (JSON.stringify(message) === JSON.stringify(this.#shown)) return;
    // Hidden pages do not exist; they ask once they are shown again.
    if (await this.#webview.postMessage(message)) this.#shown = message;
  }

  async #message(): Promise<ToDetails> {
    const { services, view, projects, chart } = this.#parts;
    const { state } = view.store;
    if (state.kind === 'failed') return { type: 'explain', text: describeError(state.error).message };
    const extension = this.#extension();
    if (extension === undefined) {
      return { type: 'explain', text: translate('The platform no longer lists {0}.', chart) };
    }
    const folders = await foldersOf(chart, projects);
    const jobs = jobsAbout(extension, await listJobs(services.stateFolder(), { limit: latestJobs }), folders);
    const { isTrusted } = vscode.workspace;
    return {
      type: 'show',
      details: detailsContent({ extension, jobs, isTrusted, translate, language: vscode.env.language }),
    };
  }

  async #act(message: Exclude<FromDetails, { type: 'ready' }>): Promise<void> {
    const { services } = this.#parts;
    if (message.type === 'showJob') {
      const jobs = await listJobs(services.stateFolder(), { limit: latestJobs });
      const job = jobs.find(({ id }) => id === message.job);
      if (job !== undefined)
        await services.jobs.documents.open({ folder: job.folder, title: jobTitle(job, translate) });
      return;
    }
    const extension = this.#extension();
    const release = extension?.releases.find(({ name }) => name === message.release);
    if (extension === undefined) return;
    if (message.type === 'open') {
      const { platformUrl = '' } = await services.settings();
      const url = release?.links.includes(message.link) === true ? releaseUrl(platformUrl, message.link) : undefined;
      if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url, true));
      return;
    }
    if (!this.#offers(message.action, message.release)) return;
    const single = extension.multiInstallable ? undefined : extension.releases[0];
    const subject =
      release === undefined
        ? { kind: 'extension', extension, release: single }
        : { kind: 'instance', extension, release };
    await vscode.commands.executeCommand(message.action, { subject });
  }

  /** Whether the page shows this button; nothing else is run. */
  #offers(action: string, releaseName: string | undefined): boolean {
    if (this.#shown?.type !== 'show') return false;
    const { actions, releases } = this.#shown.details;
    const offered = releaseName === undefined ? actions : releases.find(({ name }) => name === releaseName)?.actions;
    return offered?.some(({ id }) => id === action) === true;
  }

  #extension(): CatalogueExtension | undefined {
    const { view, chart } = this.#parts;
    const { state } = view.store;
    return state.kind === 'loaded' ? state.extensions.find((one) => one.chart === chart) : undefined;
  }
}

/** Folders of the projects that contain a chart. */
async function foldersOf(chart: string, projects: ProjectStore): Promise<ReadonlySet<string>> {
  const entries = await projects.entries();
  const own = entries.filter((entry) => entry.kind === 'read' && entry.chart?.name === chart);
  return new Set(own.map(({ folder }) => folder));
}
