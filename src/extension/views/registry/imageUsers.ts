import type { ProjectEntry } from '../projects/projectEntry.ts';

/** Which projects build an image, by the image's name. */
export function imageUsers(entries: readonly ProjectEntry[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const entry of entries) {
    if (entry.kind === 'broken') continue;
    for (const { name } of entry.project.images) users.set(name, [...(users.get(name) ?? []), entry.project.name]);
  }
  return users;
}
