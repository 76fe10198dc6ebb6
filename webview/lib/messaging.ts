interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The only way out of a panel's page. */
export interface Channel<Out> {
  post(message: Out): void;
  /** What `remember` was given before the page was loaded again. */
  readonly remembered: unknown;
  /** Outlives a reload of the page, for example when its tab is moved; never for secrets. */
  remember(state: unknown): void;
}

/** Opens it once per page; what is no message of the contract is not listened to. */
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
