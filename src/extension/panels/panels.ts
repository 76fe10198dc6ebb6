import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { webviewPage } from './webviewPage.ts';
import type { Log } from '../ui/plainTexts.ts';

/** How long a page may take to report that it is ready. */
const patienceMs = 3000;
/** Number of consecutive silent pages before giving up: each one costs the user time. */
const silencesInARow = 2;

export interface PanelRequest {
  /** Identifies a panel that exists at most once. */
  readonly id: string;
  readonly page: 'form' | 'details';
  readonly title: string;
  /** `forEver` for users who want panels only. */
  readonly patience: 'short' | 'forEver';
  /** Whether input survives switching tabs. */
  readonly whenHidden: 'keep' | 'reload';
}

/** The panels of this window. Browsers that do not trust the server's certificate refuse their pages. */
export class Panels {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #shown = new Map<string, vscode.WebviewPanel>();
  #silences = 0;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  /** Whether waiting again is pointless. */
  get areRefused(): boolean {
    return this.#silences >= silencesInARow;
  }

  /** Brings an existing panel to the front. */
  reveal(id: string): boolean {
    const panel = this.#shown.get(id);
    panel?.reveal();
    return panel !== undefined;
  }

  /**
   * A panel whose page has reported that it is ready; undefined if the page stayed silent and was closed.
   *
   * @throws CancellationError if the user closes it in the meantime.
   */
  async open({ id, page, title, patience, whenHidden }: PanelRequest): Promise<vscode.WebviewPanel | undefined> {
    const panel = vscode.window.createWebviewPanel(`kaapanaEdk.${page}`, title, vscode.ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [this.#resource('dist', 'webview')],
      retainContextWhenHidden: whenHidden === 'keep',
    });
    this.#shown.set(id, panel);
    panel.onDidDispose(() => this.#shown.delete(id));
    const icon = (theme: string): vscode.Uri => this.#resource('webview', 'media', `kaapana-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const isReady = this.#isReady(panel, patience);
    panel.webview.html = this.#pageOf(panel.webview, page);
    if (await isReady) {
      this.#silences = 0;
      return panel;
    }
    this.#silences += 1;
    this.#log.warn(
      `The page of "${title}" did not come up within ${patienceMs / 1000} s; browsers refuse such pages when they do ` +
        'not trust the certificate of the server. Setting: kaapanaEdk.forms.',
    );
    panel.dispose();
    return undefined;
  }

  async #isReady(panel: vscode.WebviewPanel, patience: PanelRequest['patience']): Promise<boolean> {
    const listeners: vscode.Disposable[] = [];
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<boolean>((resolve, reject) => {
        panel.webview.onDidReceiveMessage(() => resolve(true), undefined, listeners);
        panel.onDidDispose(() => reject(new vscode.CancellationError()), undefined, listeners);
        if (patience === 'short') timer = setTimeout(() => resolve(false), patienceMs);
      });
    } finally {
      clearTimeout(timer);
      for (const listener of listeners) listener.dispose();
    }
  }

  #pageOf(webview: vscode.Webview, page: PanelRequest['page']): string {
    const address = (name: string): string => webview.asWebviewUri(this.#resource('dist', 'webview', name)).toString();
    return webviewPage({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      script: address(`${page}.js`),
      styles: [address(`${page}.css`)],
      language: vscode.env.language,
    });
  }

  #resource(...path: readonly string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.#context.extensionUri, ...path);
  }
}
