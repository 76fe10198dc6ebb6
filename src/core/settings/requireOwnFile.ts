import { lstat, stat } from 'node:fs/promises';
import { EdkError } from '../errors/edkError.ts';

/**
 * Refuses a settings file that another user left in a folder above the project, as Git does with repositories of others
 * (safe.directory). Root's files are taken, and a file that is not there.
 *
 * @throws EdkError `settings.invalid`.
 */
export async function requireOwnFile(file: string, user: number | undefined = process.geteuid?.()): Promise<void> {
  if (user === undefined) return;
  // A link belongs to somebody, and what it leads to as well.
  const facts = await Promise.all([lstat(file), stat(file)]).catch(() => []);
  const stranger = facts.find(({ uid }) => uid !== user && uid !== 0);
  if (stranger === undefined) return;
  throw new EdkError('settings.invalid', `${file} belongs to another user (uid ${stranger.uid}), so it is not used.`, {
    place: { file },
    remedy: `If you trust it, take ownership with "chown ${user} ${file}", or add your own edk.yaml to the project.`,
  });
}
