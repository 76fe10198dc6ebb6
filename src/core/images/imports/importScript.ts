/**
 * Runs in a built image, below its own Python. It compiles the sources in /kaapana-edk-sources.json (text by path) and
 * looks up the modules that they import when they are loaded; nothing of them is run, and neither the folder that it
 * starts in nor PYTHONPATH may stand in for the standard library meanwhile.
 *
 * A module that is not on the path but lies anywhere else in the image counts as there: a source may add to its path. In
 * a folder of packages only the top level does.
 */
export const importScript = `
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
