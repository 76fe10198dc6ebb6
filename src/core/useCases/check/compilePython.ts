import { z } from 'zod';
import type { PythonVerdict } from '../../checks/facts.ts';
import { EdkError } from '../../errors/edkError.ts';
import { runTool } from '../../process/runTool.ts';
import type { Project } from '../../project/project.ts';
import { likelyError, withoutNewSyntax } from '../../project/python/likelyError.ts';
import { pythonOf } from '../../project/python/readDag.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { parseJson } from '../../text/parseJson.ts';

/** Of all texts passed to one process, in characters. */
const mostCharacters = 32 * 1024 * 1024;
const timeLimitMs = 20_000;

/**
 * Compiles the texts of the JSON object on standard input without running them. Nesting too deep for this interpreter
 * proves nothing about a text.
 */
const script = `
import json, sys, warnings
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except Exception:
    pass
warnings.simplefilter("ignore")
verdicts = {}
if sys.version_info >= (3, 10):
    for key, text in json.loads(sys.stdin.buffer.read()).items():
        try:
            compile(text.encode("utf-8", "surrogatepass"), "file.py", "exec", dont_inherit=True)
            verdicts[key] = "compiles"
        except SyntaxError as error:
            verdicts[key] = {"message": str(error.msg), "line": error.lineno or 1, "column": error.offset or 1}
        except Exception:
            verdicts[key] = "unknown"
print(json.dumps({"version": sys.version_info[:2], "verdicts": verdicts}))
`;

const answerSchema = z.object({
  version: z.tuple([z.number(), z.number()]),
  verdicts: z.record(
    z.string(),
    z.union([
      z.enum(['compiles', 'unknown']),
      z.object({ message: z.string(), line: z.int().min(1), column: z.int() }),
    ]),
  ),
});

type Answer = z.infer<typeof answerSchema>;

/** What python3 says about every Python file of the project; all unknown without python3 3.10 or newer. */
export async function compilePython(
  { texts }: Pick<Project, 'texts'>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, PythonVerdict>> {
  const sources = [...texts.values()].filter(({ path }) => path.endsWith('.py'));
  // An unedited source is the same object, which keeps its verdict.
  const asked = sources.filter((source) => memoryOf(source).verdict === undefined);
  const found = await judge(asked, signal);
  for (const source of asked) memoryOf(source).verdict = found.get(source) ?? 'unknown';
  return new Map(sources.map((source) => [source.path, memoryOf(source).verdict ?? 'unknown']));
}

interface Memory {
  verdict: PythonVerdict | undefined;
}

function memoryOf(source: SourceFile): Memory {
  return source.once(forget);
}

function forget(): Memory {
  return { verdict: undefined };
}

async function judge(sources: readonly SourceFile[], signal?: AbortSignal): Promise<Map<SourceFile, PythonVerdict>> {
  const answer = await askPython(new Map(sources.map((source) => [source, source.text])), signal);
  const [major, minor] = answer.version;
  const knowsAll = major > 3 || minor >= 12;
  const refused = [...answer.verdicts].filter(([, verdict]) => typeof verdict === 'object');
  if (knowsAll || refused.length === 0) return answer.verdicts;
  // An older interpreter rejects newer syntax, which the image's Python may support.
  const older = await askPython(
    new Map(refused.map(([source]) => [source, withoutNewSyntax(pythonOf(source))] as const)),
    signal,
  );
  for (const [source, verdict] of refused) {
    if (typeof verdict !== 'object' || typeof older.verdicts.get(source) === 'object') continue;
    if (likelyError(pythonOf(source))?.line !== verdict.line) answer.verdicts.set(source, 'unknown');
  }
  return answer.verdicts;
}

interface Judged {
  readonly version: Answer['version'];
  readonly verdicts: Map<SourceFile, PythonVerdict>;
}

async function askPython(texts: ReadonlyMap<SourceFile, string>, signal?: AbortSignal): Promise<Judged> {
  const verdicts = new Map<SourceFile, PythonVerdict>();
  let characters = 0;
  const sources = [...texts.keys()].filter((source) => (characters += source.text.length) <= mostCharacters);
  if (sources.length === 0) return { version: [0, 0], verdicts };
  const input = JSON.stringify(Object.fromEntries(sources.map((source, index) => [index, texts.get(source) ?? ''])));
  try {
    const answer = await runTool(
      { executable: 'python3', arguments: ['-I', '-S', '-c', script], input, parse: readAnswer },
      { signal, timeoutMs: timeLimitMs },
    );
    for (const [index, source] of sources.entries()) {
      const verdict = answer.verdicts[index];
      if (verdict !== undefined) verdicts.set(source, verdict);
    }
    return { version: answer.version, verdicts };
  } catch (error) {
    // Without a working python3, the files are not judged.
    if (error instanceof EdkError) return { version: [0, 0], verdicts };
    throw error;
  }
}

function readAnswer({ stdout }: { readonly stdout: string }): Answer {
  const answer = parseJson(stdout, answerSchema);
  if (answer === undefined) throw new EdkError('tool.failed', 'The output of python3 cannot be read.');
  return answer;
}
