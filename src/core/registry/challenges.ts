/** One way to sign in that an answer 401 offers. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const item = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
const parameter = /^([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))$/;
const schemeFirst = /^([\w!#$%&'*+.^`|~-]+)(?:\s+(.*))?$/s;

/** The header WWW-Authenticate (RFC 9110, 11.6.1): several challenges, each with parameters, all joined by commas. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const [text] of header.matchAll(item)) {
    const part = text.trim();
    const [, scheme, rest = ''] = parameter.test(part) ? [] : (schemeFirst.exec(part) ?? []);
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    const [, name, quoted, plain] = parameter.exec(scheme === undefined ? part : rest.trim()) ?? [];
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (name !== undefined && value !== undefined) challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}
