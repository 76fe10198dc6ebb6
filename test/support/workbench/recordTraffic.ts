import type { BrowserContext, Request } from 'playwright-core';

/** What the pages of a browser context asked for, so that a page that stays empty says why. */
export interface Traffic {
  /** A line for each request that is under way, failed or was refused, and for each error of a script. */
  troubles(): string;
}

export function recordTraffic(context: BrowserContext): Traffic {
  const underWay = new Set<Request>();
  const lines: string[] = [];
  context.on('request', (request) => underWay.add(request));
  context.on('requestfinished', (request) => {
    underWay.delete(request);
    const status = request.existingResponse()?.status() ?? 0;
    if (status >= 400) lines.push(`${asked(request)}: ${status}`);
  });
  context.on('requestfailed', (request) => {
    underWay.delete(request);
    lines.push(`${asked(request)}: ${request.failure()?.errorText ?? 'failed'}`);
  });
  context.on('weberror', (error) => lines.push(String(error.error())));
  return {
    troubles: () => [...lines, ...[...underWay].map((request) => `${asked(request)}: under way`)].join('\n'),
  };
}

function asked(request: Request): string {
  return `${request.method()} ${request.url()}`;
}
