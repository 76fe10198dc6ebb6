/** Sign-ins waiting for the browser to return to the editor, each identified by its state. */
export interface Redirects {
  /** Resolves with the received parameters. Rejects if cancelled. */
  waitFor(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  /** Handles one of our addresses; ignores it if no sign-in is waiting for it. */
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
