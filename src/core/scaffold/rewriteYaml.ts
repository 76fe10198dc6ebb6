import { parse, parseAllDocuments, Scalar, visit } from 'yaml';
import { allPairs, replaceWords, type Renaming } from './renaming.ts';

/**
 * Renames in a YAML text: a scalar keeps its quotes where the new text allows it, everything else stays as it was.
 * Undefined when the text is no YAML (Helm's templates).
 */
export function rewriteYaml(text: string, renaming: Renaming): string | undefined {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents) || documents.some((document) => document.errors.length > 0)) return undefined;
  const pairs = allPairs(renaming);
  const parts: string[] = [];
  let end = 0;
  const scalars: Scalar[] = [];
  for (const document of documents) visit(document, { Scalar: (_, scalar) => void scalars.push(scalar) });
  for (const scalar of scalars) {
    const { range, value } = scalar;
    if (!range || typeof value !== 'string' || isBlock(scalar)) continue;
    const renamed = replaceWords(value, pairs);
    if (renamed === value) continue;
    parts.push(replaceWords(text.slice(end, range[0]), pairs), quote(renamed, scalar.type));
    end = range[1];
  }
  return [...parts, replaceWords(text.slice(end), pairs)].join('');
}

/** One line in a block stays one line: nothing to escape. */
const isBlock = ({ type }: Scalar) => type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL;

function quote(value: string, type: Scalar['type']): string {
  if (type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  if (type !== Scalar.QUOTE_DOUBLE && staysPlain(value)) return value;
  return JSON.stringify(value);
}

/** Stricter than YAML: its readers (Helm's, Airflow's, ours) differ in what signs they let stand without quotes. */
function staysPlain(value: string): boolean {
  const isHarmless = /^\p{L}[\p{L}\p{N} .()/_+'&-]*$/u.test(value);
  return isHarmless && (['1.1', '1.2'] as const).every((version) => parse(value, { version }) === value);
}
