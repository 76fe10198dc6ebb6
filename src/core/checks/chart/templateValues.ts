import type { ProjectChart } from '../../project/project.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** A mention like `.Values.global.image` in a template. */
export interface ValueMention {
  /** Without `Values`: `['global', 'image']`; what stands in `index .Values.global "image"` included. */
  readonly path: readonly string[];
  readonly template: SourceFile;
  /** Offsets in the template's text. */
  readonly start: number;
  readonly end: number;
  /** Whether the expression copes with a value that is not there. */
  readonly guarded: boolean;
}

const action = /\{\{-?(?!-?\s*\/\*)((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^}"`]|\}(?!\}))*)\}\}/gu;
const mention = /\.Values((?:\.[A-Za-z_]\w*)*)/gu;
const literal = /"(?:\\.|[^"\\])*"|`[^`]*`/gu;
const guards =
  /(?:^|[\s(|])(?:default|if|with|hasKey|coalesce|required|and|or|not|empty|range|dig|ternary|kindIs|typeIs|toYaml|quote|eq|ne)(?=[\s()]|$)/u;

/** Every value that the templates of a chart mention, in the order of the files. */
export function templateValues({ templates }: Pick<ProjectChart, 'templates'>): ValueMention[] {
  return templates.flatMap((template) => mentionsIn(template));
}

function mentionsIn(template: SourceFile): ValueMention[] {
  const found: ValueMention[] = [];
  for (const match of template.text.matchAll(action)) {
    const [whole, content = ''] = match;
    const from = match.index + whole.indexOf(content);
    // Texts keep their length, so that offsets stay true.
    const code = content.replace(literal, (text) => ' '.repeat(text.length));
    const guarded = guards.test(code);
    for (const value of code.matchAll(mention)) {
      const path = (value[1] ?? '').split('.').slice(1);
      const end = value.index + value[0].length;
      const key = /^\s+"([^"\\]+)"/u.exec(content.slice(end))?.[1];
      const indexed = key !== undefined && /(?:index|get)\s+\$?$/u.test(code.slice(0, value.index));
      found.push({
        path: indexed ? [...path, key] : path,
        template,
        start: from + value.index,
        end: from + end,
        guarded,
      });
    }
  }
  return found;
}
