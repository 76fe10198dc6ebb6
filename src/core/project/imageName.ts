/** The longest name of a Kubernetes object that becomes a label: the platform names a Job after the image. */
const longest = 63;

/** Why this cannot be the name of an image, in words for the person; undefined when it can. */
export function whyInvalidImageName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/\s/.test(name)) return 'it has a space in it';
  if (/[A-Z]/.test(name)) return 'it has an upper-case letter in it';
  if (/[/:@]/.test(name)) return 'it names a registry, folder or tag; only the name itself belongs here';
  const strange = /[^a-z0-9._-]/u.exec(name)?.[0];
  if (strange !== undefined) return `"${strange}" cannot be in the name of an image`;
  if (name.length > longest) return `it has ${name.length} characters, and Kubernetes takes at most ${longest}`;
  if (!/^[a-z0-9]/.test(name) || !/[a-z0-9]$/.test(name)) return 'it has to start and end with a letter or digit';
  if (!/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(name)) return 'two separators stand side by side';
  return undefined;
}
