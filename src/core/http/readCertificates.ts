import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { EdkError } from '../errors/edkError.ts';

/** The certificates of a PEM file, checked. @throws EdkError `settings.invalid` */
export async function readCertificates(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    const pem = await readFile(file, 'utf8');
    // Throws for what is no certificate; TLS would leave it out without a word.
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new EdkError('settings.invalid', `EDK_CA_FILE: ${file} has no certificates.`, {
      cause: error,
      detail: error instanceof Error ? error.message : undefined,
      remedy: 'Set it to a file with the certificate of your authority in PEM format (-----BEGIN CERTIFICATE-----).',
    });
  }
}
