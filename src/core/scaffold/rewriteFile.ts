import { allPairs, escapePairs, replaceWords, type Renaming } from './renaming.ts';
import { refuseText } from './refuseText.ts';
import { rewriteDockerfile } from './rewriteDockerfile.ts';
import { rewritePython } from './rewritePython.ts';
import { rewriteYaml } from './rewriteYaml.ts';

/** The text of a file under its new name, valid in its language whatever title and description are. */
export function rewriteFile(path: string, text: string, renaming: Renaming): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(md|txt|rst)$/i.test(name)) return replaceWords(text, allPairs(renaming));
  if (/\.pyi?$/i.test(name)) return rewritePython(text, renaming, path);
  if (/^Dockerfile|\.Dockerfile$/i.test(name)) return rewriteDockerfile(text, renaming, path);
  if (/\.(json|ipynb)$/i.test(name)) return replaceWords(text, escapePairs(renaming, escapeJson));
  if (/\.ya?ml$/i.test(name)) return rewriteYaml(text, renaming) ?? rewriteUnknown(path, text, renaming);
  return rewriteUnknown(path, text, renaming);
}

const escapeJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** A language without known quoting takes the names only. */
function rewriteUnknown(path: string, text: string, { names, texts }: Renaming): string {
  const position = texts.map(({ from }) => text.indexOf(from)).find((found) => found !== -1);
  if (position !== undefined) refuseText(text, position, path);
  return replaceWords(text, names);
}
