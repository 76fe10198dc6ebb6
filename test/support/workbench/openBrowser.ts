import { chromium, type Browser } from 'playwright-core';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium without a window; the set-up of `npm test` says in CHROME where it is. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROME'] ?? '/usr/bin/chromium', args: QUIET });
}
