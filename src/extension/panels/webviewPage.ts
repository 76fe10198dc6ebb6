export interface WebviewPage {
  /** Where the webview may load from; given by VS Code. */
  readonly cspSource: string;
  /** New for every page. */
  readonly nonce: string;
  readonly script: string;
  readonly styles: readonly string[];
  /** Language of the texts, e.g. `de`. */
  readonly language: string;
}

/** The empty page of a panel: runs only our own script and loads nothing from elsewhere. */
export function webviewPage({ cspSource, nonce, script, styles, language }: WebviewPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!DOCTYPE html>',
    `<html lang="${escapeAttribute(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    ...styles.map((style) => `<link rel="stylesheet" href="${escapeAttribute(style)}">`),
    '</head>',
    '<body>',
    `<script type="module" nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(script)}"></script>`,
    '</body>',
    '</html>',
  ].join('\n');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
