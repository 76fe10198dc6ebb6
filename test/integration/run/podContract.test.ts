import assert from 'node:assert/strict';
import { rootImage } from '../../support/imageWorkbench.ts';
import { contractOf, goldenNames, readGolden } from '../../support/runs/goldenContract.ts';
import { useRunWorkshop } from '../../support/runs/runWorkshop.ts';

/** Says in JSON what a container sees. */
const probe = `
import json, os
mounts = {}
for line in open("/proc/self/mounts"):
    device, target, kind, options = line.split()[:4]
    mounts[target] = options.split(",")[0]
run = os.environ["WORKFLOW_DIR"]
limit = next(int(open(path).read()) for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes") if os.path.exists(path))
print(json.dumps({"environment": dict(os.environ), "mounts": mounts, "conf": json.load(open(run + "/conf/conf.json")), "memory": limit}))
`;

interface Seen {
  readonly environment: Record<string, string>;
  readonly mounts: Record<string, string>;
  readonly conf: unknown;
  readonly memory: number;
}

describe('a container of a run sees what a pod of the platform sees', function () {
  this.timeout(60_000);
  const workshop = useRunWorkshop();

  for (const name of goldenNames()) {
    const golden = readGolden(name);
    it(golden.title, async () => {
      // There may be no GPU on this machine: what the container is told of it is in its environment.
      const contract = { ...contractOf(golden), image: rootImage, gpus: 0 };
      const end = await workshop.run(['python3', '-c', probe], { contract });
      assert.equal(end.exitCode, 0, end.lastLines);
      const seen = JSON.parse(end.output) as Seen;
      const { expected } = golden;
      for (const [variable, value] of Object.entries(expected.environment)) {
        assert.equal(seen.environment[variable], value, variable);
      }
      const others = Object.keys(seen.environment).filter((variable) => !(variable in expected.environment));
      assert.deepEqual(
        others.filter((variable) => /KAAPANA|OPERATOR|WORKFLOW|EDK|BATCH/.test(variable)),
        [],
      );
      assert.deepEqual(seen.conf, expected.conf);
      for (const { target, mode } of expected.mounts) assert.equal(seen.mounts[target], mode, target);
      // Whole pages.
      assert.ok(Math.abs(seen.memory - expected.memory.limit) < 4096, String(seen.memory));
    });
  }
});
