/** Sign-ins that wait for the browser to come back to the editor, each known by its state. */
export interface Redirects {
  /** Resolves with the parameters that came. Rejects when cancelled. */
  waitFor(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  /** An address of ours was opened; what no sign-in waits for is left alone. */
  handle(query: string): void;
}

export function createRedirects(): Redirects {
  const waiting = new Map<string, (parameters: URLSearchParams) => void>();
  return {
    waitFor: (state, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          waiting.delete(state);
          reject(new DOMException('The sign-in was cancelled.', 'AbortError'));
        };
        if (signal.aborted) {
          stop();
          return;
        }
        signal.addEventListener('abort', stop, { once: true });
        waiting.set(state, (parameters) => {
          waiting.delete(state);
          signal.removeEventListener('abort', stop);
          resolve(parameters);
        });
      }),
    handle(query) {
      const parameters = new URLSearchParams(query);
      waiting.get(parameters.get('state') ?? '')?.(parameters);
    },
  };
}
