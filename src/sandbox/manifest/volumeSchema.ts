import { z } from 'zod';
import { dataKey, dnsLabel, dnsSubdomain, fileMode, filePath, mountPath, subPath } from './kubernetesNames.ts';
import { fieldsNotModelled, withoutEffect } from './schemaParts.ts';

const items = z.array(z.strictObject({ key: dataKey, path: filePath, mode: fileMode.nullish() })).nullish();
const source = { items, defaultMode: fileMode.nullish(), optional: z.boolean().nullish() };

const modelledSources = {
  persistentVolumeClaim: z.strictObject({ claimName: dnsSubdomain, readOnly: z.boolean().nullish() }).nullish(),
  emptyDir: z.strictObject({ medium: withoutEffect, sizeLimit: withoutEffect }).nullish(),
  configMap: z.strictObject({ name: dnsSubdomain, ...source }).nullish(),
  secret: z.strictObject({ secretName: dnsSubdomain, ...source }).nullish(),
};

/** A folder of this machine, for one, is never handed to a pod. */
const otherSources = fieldsNotModelled(
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'downwardAPI',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'image',
  'iscsi',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
);

/** A volume of a pod. Without a source it is an emptyDir, as Kubernetes has it. */
export const volumeSchema = z
  .strictObject({ name: dnsLabel, ...modelledSources, ...otherSources })
  .refine(
    (volume) => Object.values(volume).filter((given) => given !== undefined && given !== null).length <= 2,
    'has more than one source',
  );

export const volumeMountSchema = z.strictObject({
  name: dnsLabel,
  mountPath,
  subPath: subPath.nullish(),
  readOnly: z.boolean().nullish(),
  mountPropagation: withoutEffect,
  recursiveReadOnly: withoutEffect,
  ...fieldsNotModelled('subPathExpr'),
});

export type VolumeSpec = z.infer<typeof volumeSchema>;
