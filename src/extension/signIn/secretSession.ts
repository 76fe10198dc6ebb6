import { sessionSchema, type SessionStore } from '../../core/signIn/session.ts';
import { parseJson } from '../../core/text/parseJson.ts';

/** The part of the editor's SecretStorage used here. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** The sign-in to one platform in the editor's SecretStorage, which code-server keeps per browser. */
export function createSecretSession(secrets: Secrets, platformUrl: string): SessionStore {
  const key = `platform-session ${new URL(platformUrl).origin}`;
  return {
    async read() {
      const text = await secrets.get(key);
      return text === undefined ? undefined : parseJson(text, sessionSchema);
    },
    async write(session) {
      await secrets.store(key, JSON.stringify(session));
    },
    async remove() {
      await secrets.delete(key);
    },
  };
}

/** Reads the first one that has a sign-in, and updates it when the sign-in is renewed. */
export function firstOf(stores: readonly SessionStore[]): SessionStore {
  const holder = async (): Promise<SessionStore | undefined> => {
    for (const store of stores) if ((await store.read()) !== undefined) return store;
    return undefined;
  };
  return {
    read: async () => (await holder())?.read(),
    write: async (session) => (await holder())?.write(session),
    async remove() {
      for (const store of stores) await store.remove();
    },
  };
}
