/**
 * An image reference in its parts, by the grammar of the OCI distribution specification and with Docker's rules for what
 * it leaves out.
 */
interface ImageReference {
  /** `host` or `host:port`; `docker.io` where the reference names none. */
  readonly registry: string;
  readonly repository: string;
  /** Undefined where the reference names none; Docker then takes `latest`, unless there is a digest. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export type ReadReference =
  | { readonly valid: true; readonly reference: ImageReference }
  /** `problem` completes the sentence `"<text>" is not a valid image reference: <problem>.` */
  | { readonly valid: false; readonly problem: string };

/** Docker's own limit for everything in front of the tag. */
const longestName = 255;
const longestReference = 1024;

const domain =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$/;
const pathComponent = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
/** What the image specification lets a descriptor say. */
const digestPattern = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]+$/;
/** The digests that Docker checks content with, in hexadecimal. */
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** The only reader of image references: whatever becomes an address or an argument of Docker comes through here. */
export function readReference(text: string): ReadReference {
  if (text === '') return invalid('it is empty');
  if (text.length > longestReference) return invalid(`it is longer than ${longestReference} characters`);
  const [named = '', digest, ...more] = text.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  const { registry, repository } = splitName(name);
  const problem =
    (domain.test(registry) ? undefined : `${quote(registry)} is not a host`) ??
    whyInvalidRepository(repository) ??
    (tag === undefined ? undefined : whyInvalidTag(tag)) ??
    (digest === undefined ? undefined : whyInvalidDigest([digest, ...more].join('@'))) ??
    (name.length > longestName ? `its name is longer than ${longestName} characters` : undefined);
  return problem === undefined
    ? { valid: true, reference: { registry, repository, tag, digest } }
    : { valid: false, problem };
}

/** What is wrong with a reference; undefined for nothing. */
export function whyInvalidReference(text: string): string | undefined {
  const read = readReference(text);
  return read.valid ? undefined : read.problem;
}

/** What is wrong with the address of a registry, `host[:port][/path]`; undefined for nothing. */
export function whyInvalidRegistry(text: string): string | undefined {
  const [host = '', ...path] = text.split('/');
  if (!domain.test(host)) return `${quote(host)} is not a host`;
  // Docker would take it for a user of Docker Hub, and push there.
  if (!isHost(host)) return `a host without a dot needs its port, ${host}:443 or ${host}:80`;
  return path.length === 0 ? undefined : whyInvalidRepository(path.join('/'));
}

/** Whether this is the name of a repository: lower-case components with slashes between them. */
export function isRepository(text: string): boolean {
  return text.length <= longestName && whyInvalidRepository(text) === undefined;
}

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether a manifest may name content by this digest. */
export function isDigest(text: string): boolean {
  return text.length <= longestReference && digestPattern.test(text);
}

/** As `splitDockerDomain` of the Docker CLI: what looks like no host is a path on Docker Hub. */
function splitName(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  if (slash !== -1 && isHost(first) && first !== 'docker.io' && first !== 'index.docker.io') {
    return { registry: first, repository: name.slice(slash + 1) };
  }
  const path = slash !== -1 && isHost(first) ? name.slice(slash + 1) : name;
  return { registry: 'docker.io', repository: path.includes('/') ? path : `library/${path}` };
}

function isHost(text: string): boolean {
  return /[.:]/.test(text) || text === 'localhost' || text.toLowerCase() !== text;
}

function whyInvalidRepository(repository: string): string | undefined {
  const wrong = repository.split('/').find((component) => !pathComponent.test(component));
  if (wrong === undefined) {
    return /^library\/[0-9a-f]{64}$/.test(repository) ? 'it is an image ID, not a name' : undefined;
  }
  if (wrong === '') return 'a part of its name is empty';
  return wrong.toLowerCase() !== wrong && pathComponent.test(wrong.toLowerCase())
    ? `${quote(wrong)} must be in lower case`
    : `${quote(wrong)} may only have lower-case letters, digits and single ". _ -" between them`;
}

function whyInvalidTag(tag: string): string | undefined {
  return isTag(tag) ? undefined : `${quote(tag)} is not a tag`;
}

function whyInvalidDigest(digest: string): string | undefined {
  const [algorithm = '', hex = ''] = digest.split(':');
  const isWhole = hex.length === digestLengths[algorithm] && /^[0-9a-f]+$/.test(hex);
  return isWhole && digest === `${algorithm}:${hex}` ? undefined : `${quote(digest)} is not a digest`;
}

function invalid(problem: string): ReadReference {
  return { valid: false, problem };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
