declare module 'dockerode/lib/session.js' {
  import type Docker from 'dockerode';

  /** Opens the side channel over which BuildKit asks for registry credentials. */
  export default function withSession(
    docker: Docker,
    credentials: { readonly username: string; readonly password: string } | undefined,
    handler: (error: Error | null, id: string | null, close: () => void) => void,
  ): void;
}
