import assert from 'node:assert/strict';
import { planRelease } from '../../../src/sandbox/manifest/planRelease.ts';

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
            { name: 'config', kind: 'files', files: { site: 'Heidelberg', 'file.ini': '[a]' } },
            { name: 'data', kind: 'claim', claim: 'data-claim' },
          ],
        },
      },
    ]);
  });

  const refused: [string, string, RegExp][] = [
    ['a missing ConfigMap', manifests.replace('name: settings }\ndata', 'name: other }\ndata'), /ConfigMap "settings"/],
    ['a number as a variable', manifests.replace("'$(SITE)-$(NAMESPACE)'", '5'), /env\.3\.value/],
    ['a subPath out of its volume', manifests.replace('subPath: sub', 'subPath: ../x'), /subPath "\.\.\/x"/],
    ['a mount without volume', manifests.replace('name: config, mountPath', 'name: lost, mountPath'), /volume "lost"/],
    [
      'privileges',
      manifests.replace('resources:', 'securityContext: { privileged: true }\n          resources:'),
      /privileged/,
    ],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => planRelease(text, 'admin'), { code: 'platform.unsupported', message });
    });
  }
});
