import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import { signInWithLoopback } from '../../../src/core/signIn/browserSignIn.ts';
import { signInAsPerson, testClient } from '../../support/signIn/startIssuer.ts';

const program = fileURLToPath(new URL('../../support/signIn/issuerProgram.ts', import.meta.url));
const { signal } = new AbortController();

describe('sign-in with an issuer', () => {
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  after(() => http.close());

  for (const hours of [-26, -1, 1, 26]) {
    it(`whose clock is ${Math.abs(hours)} h ${hours < 0 ? 'behind' : 'ahead'}`, async () => {
      const child = spawn(process.execPath, ['--import', 'tsx', program, String(hours * 3600)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      try {
        const [issuer] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
        let back: Promise<number> | undefined;
        const started = Date.now();
        const session = await signInWithLoopback(
          { issuer, clientId: testClient.id },
          { http, signal, show: (url) => void (back = signInAsPerson(url)) },
        );
        assert.equal(await back, 200);
        const seconds = ((session.expiresAt ?? 0) - started) / 1000;
        assert.ok(seconds >= 300 && seconds < 400, `it ends after ${seconds} s`);
      } finally {
        child.stdin.end();
        await ended;
      }
    });
  }
});
