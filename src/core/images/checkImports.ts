import { join } from 'node:path';
import { z } from 'zod';
import type { DockerConnection } from '../docker/connectDocker.ts';
import { runPythonInImage } from '../docker/runPythonInImage.ts';
import { EdkError } from '../errors/edkError.ts';
import { readRegularFile, sourceFileLimit } from '../files/readRegularFile.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { parseJson } from '../text/parseJson.ts';
import type { PlannedImage } from './plan/imagePlan.ts';

const answerSchema = z.object({
  broken: z.array(z.object({ path: z.string(), line: z.int(), message: z.string() })),
  missing: z.array(z.object({ path: z.string(), line: z.int(), module: z.string() })),
});

/** Of all sources of an image, in characters. */
const mostCharacters = 32 * 1024 * 1024;
/** Files run by developers and installers, not by the container. */
const notRun = /(?:^|\/)(?:tests?\/|test_[^/]*\.py$|[^/]*_test\.py$|conftest\.py$|setup\.py$)/u;
const remedy =
  'Add its package to requirements.txt or to the Dockerfile. To build without this check: --no-import-check, or ' +
  'checks: { imports: false } in edk.yaml.';

/**
 * Compiles the project's sources with the Python of a processing image and looks up their imports there. Images without
 * Python 3 are not checked, nor are DAG images: their imports only exist on the platform.
 *
 * @throws EdkError `image.importMissing`, `image.pythonInvalid`; `docker.*`; AbortError.
 */
export async function checkImports(image: PlannedImage, connection: DockerConnection, step: JobStep): Promise<void> {
  if (image.source.role !== 'processing') return;
  const sources = await readSources(image, step.signal);
  if (Object.keys(sources).length === 0) return;
  const run = { image: image.push.immutable, script: importScript, input: JSON.stringify(sources) };
  const output = await step.run('Check imports', (inner) => runPythonInImage(connection, run, inner.signal));
  const answer = output === undefined ? undefined : parseJson(output, answerSchema);
  if (answer === undefined) {
    step.log('The imports were not checked: Python 3 does not run in the image.');
    return;
  }
  const placeOf = ({ path, line }: { readonly path: string; readonly line: number }) => ({
    file: join(image.source.context, path),
    line,
  });
  const broken = answer.broken.map((one) => ({ place: placeOf(one), says: `Syntax error: ${one.message}.` }));
  const missing = answer.missing.map((one) => ({
    place: placeOf(one),
    says: `${one.module} is imported here, but the image "${image.source.name}" does not have it.`,
  }));
  const [first, ...others] = [...broken, ...missing];
  if (first === undefined) return;
  const detail = others.map(({ place, says }) => `${place.file}:${place.line}: ${says}`).join('\n');
  throw new EdkError(broken.length > 0 ? 'image.pythonInvalid' : 'image.importMissing', first.says, {
    place: first.place,
    detail: others.length === 0 ? undefined : detail,
    ...(broken.length > 0 ? {} : { remedy }),
  });
}

/** Texts of the Python files that go into the image, by their path in the context. */
async function readSources(
  { source, inputs, overlay }: PlannedImage,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const sources: Record<string, string> = {};
  let characters = 0;
  for (const [path, state] of inputs.files) {
    if (!path.endsWith('.py') || !state.startsWith('file ') || notRun.test(path)) continue;
    const text = overlay.get(path) ?? (await readText(join(source.context, path), signal));
    characters += text?.length ?? 0;
    if (characters > mostCharacters) break;
    if (text !== undefined) sources[path] = text;
  }
  return sources;
}

/** Undefined for files that are gone, too large or not UTF-8: the build reports those itself. */
async function readText(file: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const bytes = await readRegularFile(file, { limit: sourceFileLimit, signal });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof EdkError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * Runs in a built image, with the image's own Python. It compiles the sources in /kaapana-edk-sources.json (text by
 * path) and looks up the modules that they import at load time. It runs none of them, and neither the working directory
 * nor PYTHONPATH can replace modules of the standard library meanwhile.
 *
 * A module that is not on the path but exists elsewhere in the image counts as found, because sources may extend their
 * path. In a folder of packages, only the top level counts.
 */
const importScript = `
import sys, os
path = list(sys.path)
own = [""] + os.environ.get("PYTHONPATH", "").split(os.pathsep)
sys.path[:] = [entry for entry in path if entry not in own]
import ast, io, json, warnings
import importlib.util
sys.path[:] = path
warnings.simplefilter("ignore")

def is_main(node):
    return isinstance(node, ast.If) and any(
        isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test))

def imports(statements):
    for node in statements:
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name.split(".")[0], node
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0], node
        elif is_main(node) or isinstance(node, ast.With):
            for found in imports(node.body):
                yield found

def is_found(name):
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except Exception:
        return True

def holds_python(folder):
    try:
        return any(name.endswith((".py", ".so")) for name in os.listdir(folder))
    except OSError:
        return False

def elsewhere(wanted):
    found = set()
    for folder, folders, files in os.walk("/"):
        if folder == "/":
            folders[:] = [name for name in folders if name not in ("proc", "sys", "dev")]
        found.update(wanted.intersection(name.split(".")[0] for name in files if name.endswith((".py", ".so"))))
        found.update(name for name in wanted.intersection(folders) if holds_python(os.path.join(folder, name)))
        last = os.path.basename(folder)
        if last in ("site-packages", "dist-packages") or os.path.exists(os.path.join(folder, "os.py")):
            folders[:] = [name for name in folders if name in ("site-packages", "dist-packages")]
    return found

with io.open("/kaapana-edk-sources.json", encoding="utf-8") as file:
    sources = json.load(file)
broken, wanted, places = [], set(), []
for source in sorted(sources):
    try:
        code = sources[source].encode("utf-8")
        compile(code, source, "exec", dont_inherit=True)
        statements = ast.parse(code).body
    except SyntaxError as error:
        broken.append({"path": source, "line": error.lineno or 1, "message": str(error.msg)})
        continue
    except Exception:
        continue
    for name, node in imports(statements):
        places.append({"path": source, "line": node.lineno, "module": name})
parts = set()
for source in sources:
    parts.update(source[:-3].split("/"))
missing = set(place["module"] for place in places if place["module"] not in parts)
missing = set(name for name in missing if not is_found(name))
if missing:
    missing -= elsewhere(missing)
print(json.dumps({
    "broken": broken,
    "missing": [place for place in places if place["module"] in missing],
}))
`;
