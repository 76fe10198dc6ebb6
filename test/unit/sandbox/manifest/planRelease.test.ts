import assert from 'node:assert/strict';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { planRelease } from '../../../../src/sandbox/manifest/planRelease.ts';

const manifests = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { site: Heidelberg, file.ini: "[a]" }
---
apiVersion: v1
kind: Secret
metadata: { name: keys }
data: { token: c2VjcmV0 }
stringData: { plain: text }
---
# only a comment
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: installer }
---
apiVersion: batch/v1
kind: Job
metadata: { name: job }
spec:
  activeDeadlineSeconds: 60
  template:
    spec:
      restartPolicy: OnFailure
      serviceAccountName: installer
      securityContext: { runAsUser: 1000, fsGroup: 1000 }
      containers:
        - name: main
          image: registry:5000/image
          command: ['sh', '-c', 'echo $(SITE) $(NOBODY) $$(SITE)']
          env:
            - { name: SITE, valueFrom: { configMapKeyRef: { name: settings, key: site } } }
            - { name: TOKEN, valueFrom: { secretKeyRef: { name: keys, key: token } } }
            - { name: NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
            - { name: BOTH, value: '$(SITE)-$(NAMESPACE)' }
          envFrom: [{ secretRef: { name: keys } }]
          resources: { limits: { memory: 1Gi } }
          volumeMounts:
            - { name: config, mountPath: /config }
            - { name: data, mountPath: /data, subPath: sub, readOnly: true }
      volumes:
        - { name: config, configMap: { name: settings } }
        - { name: data, persistentVolumeClaim: { claimName: data-claim } }
`;

describe('planRelease', () => {
  it('fills in what ConfigMaps, Secrets and variables say', () => {
    const { workloads, hooks } = planRelease(manifests, 'admin');
    assert.equal(hooks.length, 0);
    assert.deepEqual(workloads, [
      {
        kind: 'Job',
        name: 'job',
        namespaced: false,
        replicas: 1,
        backoffLimit: 6,
        deadlineSeconds: 60,
        pod: {
          namespace: 'admin',
          labels: {},
          network: { kind: 'host' },
          restartPolicy: 'OnFailure',
          graceSeconds: 30,
          initContainers: [],
          containers: [
            {
              name: 'main',
              image: 'registry:5000/image',
              pullPolicy: 'Always',
              command: ['sh', '-c', 'echo Heidelberg $(NOBODY) $(SITE)'],
              arguments: undefined,
              environment: {
                token: 'secret',
                plain: 'text',
                SITE: 'Heidelberg',
                TOKEN: 'secret',
                NAMESPACE: 'admin',
                BOTH: 'Heidelberg-admin',
              },
              workingFolder: undefined,
              readOnlyRoot: false,
              user: '1000',
              mounts: [
                { volume: 'config', path: '/config', subPath: undefined, readOnly: false },
                { volume: 'data', path: '/data', subPath: 'sub', readOnly: true },
              ],
              ports: [],
              limits: { memoryBytes: 2 ** 30, processors: undefined },
              probes: { startup: undefined, readiness: undefined, liveness: undefined },
            },
          ],
          volumes: [
            {
              name: 'config',
              kind: 'files',
              files: [
                { path: 'site', content: Buffer.from('Heidelberg'), mode: 0o644 },
                { path: 'file.ini', content: Buffer.from('[a]'), mode: 0o644 },
              ],
            },
            { name: 'data', kind: 'claim', claim: 'data-claim', readOnly: false },
          ],
        },
      },
    ]);
  });

  const invalid = (from: string, to: string): string => {
    const text = manifests.replace(from, to);
    assert.notEqual(text, manifests, from);
    return text;
  };
  const mount = '- { name: data, mountPath: /data, subPath: sub, readOnly: true }';
  const claim = 'persistentVolumeClaim: { claimName: data-claim }';
  const refusals: [ErrorCode, string, string, RegExp][] = [
    ['chart.invalid', 'a number as a variable', invalid("'$(SITE)-$(NAMESPACE)'", '5'), /env\.3\.value/],
    ['chart.invalid', 'a mount without volume', invalid('name: config, mountPath', 'name: lost, mountPath'), /"lost"/],
    [
      'chart.invalid',
      'a field that nobody knows',
      invalid('image: registry', 'foo: 1\n          image: registry'),
      /foo/,
    ],
    ['chart.invalid', 'a Job that always restarts', invalid('OnFailure', 'Always'), /restartPolicy/],
    [
      'chart.invalid',
      'an entry that is missing',
      invalid('key: site', 'key: sites'),
      /"settings" has no entry "sites"/,
    ],
    [
      'chart.invalid',
      'two volumes of a name',
      invalid('{ name: config, configMap', '{ name: data, configMap'),
      /same name/,
    ],
    ['platform.unsupported', 'a missing ConfigMap', invalid('name: settings }\ndata', 'name: o }\ndata'), /"settings"/],
    [
      'platform.unsupported',
      'a ConfigMap of another namespace',
      invalid('name: settings }\ndata', 'name: settings, namespace: other }\ndata'),
      /"settings" in admin/,
    ],
    [
      'platform.unsupported',
      'privileges',
      invalid('resources:', 'securityContext: { privileged: true }\n          resources:'),
      /privileged: not modelled by the local platform, valid in Kubernetes/,
    ],
    ...['hostPath: { path: / }', 'nfs: { server: s, path: / }', 'projected: { sources: [] }'].map(
      (source): [ErrorCode, string, string, RegExp] => [
        'platform.unsupported',
        `the volume ${source}`,
        invalid(claim, source),
        /volumes\.1\.\w+: not modelled by the local platform, valid in Kubernetes/,
      ],
    ),
    // Names become parts of paths: each breaks a rule of Kubernetes.
    ...['..', '../../../..', '.', 'a/b', 'A', 'a_b', '', '/etc', "'a\\0'", '"a\\n"', 'a'.repeat(64)].flatMap((name) => {
      const given = name.startsWith('"') || name.startsWith("'") ? name : JSON.stringify(name);
      return [
        ['a volume', invalid('{ name: data, persistent', `{ name: ${given}, persistent`), /volumes\.1\.name/],
        ['a container', invalid('- name: main', `- name: ${given}`), /containers\.0\.name/],
        ['a namespace', invalid('{ name: job }', `{ name: job, namespace: ${given} }`), /metadata\.namespace/],
      ].map(([what, text, message]): [ErrorCode, string, string, RegExp] => [
        'chart.invalid',
        `${String(what)} named ${given}`,
        String(text),
        message as RegExp,
      ]);
    }),
    ...['..', '../..', 'a/../..', '/etc', 'A', 'a/b', '-a'].map((name): [ErrorCode, string, string, RegExp] => [
      'chart.invalid',
      `a claim named ${name}`,
      invalid('claimName: data-claim', `claimName: ${name}`),
      /claimName/,
    ]),
    ...['..', '../x', 'a/../../x', '/x'].map((path): [ErrorCode, string, string, RegExp] => [
      'chart.invalid',
      `the subPath ${path}`,
      invalid(mount, mount.replace('sub,', `${path},`)),
      /volumeMounts\.1\.subPath/,
    ]),
    ...['data', '/a:/b', '/a/../../b', '"/data:ro"'].map((path): [ErrorCode, string, string, RegExp] => [
      'chart.invalid',
      `a mount at ${path}`,
      invalid(mount, mount.replace('/data', path)),
      /volumeMounts\.1\.mountPath/,
    ]),
    ...['../x', '/x', 'a/../../x', '..data', ''].map((path): [ErrorCode, string, string, RegExp] => [
      'chart.invalid',
      `an item at "${path}"`,
      invalid(
        'configMap: { name: settings }',
        `configMap: { name: settings, items: [{ key: site, path: "${path}" }] }`,
      ),
      /items\.0\.path/,
    ]),
    ...['..', '.', '../x', 'a/b', '..a', '"a b"'].map((key): [ErrorCode, string, string, RegExp] => [
      'chart.invalid',
      `an entry ${key}`,
      invalid('file.ini:', `${key}:`),
      /ConfigMap "settings", data/,
    ]),
    ...['A=B', '""', '"A\\nB"'].map((name): [ErrorCode, string, string, RegExp] => [
      'chart.invalid',
      `a variable ${name}`,
      invalid('name: BOTH', `name: ${name}`),
      /env\.3\.name/,
    ]),
  ];
  for (const [code, what, text, message] of refusals) {
    it(`refuses ${what}`, () => {
      assert.throws(() => planRelease(text, 'admin'), { code, message });
    });
  }

  const accepted: [string, string][] = [
    ['a PersistentVolume', '{ kind: PersistentVolume, metadata: { name: v }, spec: { hostPath: { path: / } } }'],
    ['a claim', '{ kind: PersistentVolumeClaim, metadata: { name: c, namespace: services }, spec: {} }'],
    [
      'a NodePort',
      '{ kind: Service, metadata: { name: s }, spec: { type: NodePort, ports: [{ port: 1, nodePort: 30001 }] } }',
    ],
    ['a Middleware without effect', '{ kind: Middleware, metadata: { name: m }, spec: { compress: {} } }'],
    ['a CronJob', '{ kind: CronJob, metadata: { name: c }, spec: {} }'],
    ['a role with another name', '{ kind: ClusterRole, metadata: { name: "system:a" } }'],
  ];
  for (const [what, resource] of accepted) {
    it(`takes ${what}`, () => {
      assert.equal(planRelease(resource, 'admin').workloads.length, 0);
    });
  }

  it('takes chosen entries of a ConfigMap, with their paths and modes, and leaves out what is optional', () => {
    const chosen = invalid(
      'configMap: { name: settings }',
      'configMap: { name: settings, defaultMode: 0444, items: [{ key: site, path: a/b.txt, mode: 0755 }, { key: file.ini, path: c }] }',
    );
    assert.deepEqual(planRelease(chosen, 'admin').workloads[0]?.pod.volumes[0], {
      name: 'config',
      kind: 'files',
      files: [
        { path: 'a/b.txt', content: Buffer.from('Heidelberg'), mode: 0o755 },
        { path: 'c', content: Buffer.from('[a]'), mode: 0o444 },
      ],
    });
    const optional = invalid('configMap: { name: settings }', 'secret: { secretName: none, optional: true }');
    assert.deepEqual(planRelease(optional, 'admin').workloads[0]?.pod.volumes[0], {
      name: 'config',
      kind: 'files',
      files: [],
    });
  });
});
