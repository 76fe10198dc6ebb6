interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The only connection between a panel's page and the extension. */
export interface Channel<Out> {
  post(message: Out): void;
  /** The value passed to `remember` before the page was reloaded. */
  readonly remembered: unknown;
  /** Survives reloads of the page, for example when its tab is moved; never for secrets. */
  remember(state: unknown): void;
}

/** Called once per page; ignores messages outside the contract. */
export function openChannel<In, Out>(
  read: (message: unknown) => In | undefined,
  listen: (message: In) => void,
): Channel<Out> {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = read(data);
    if (message !== undefined) listen(message);
  });
  return {
    post: (message) => api.postMessage(message),
    remembered: api.getState(),
    remember: (state) => api.setState(state),
  };
}
