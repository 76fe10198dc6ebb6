/** What people run into on a platform, why, and the rules or verbs that say so beforehand. */
export interface Symptom {
  readonly symptom: string;
  readonly cause: string;
  /** Ids of rules, or `edk` with its verb. */
  readonly caughtBy: readonly string[];
}

export const symptoms: readonly Symptom[] = [
  {
    symptom: 'Pods show ImagePullBackOff or ErrImagePull',
    cause: 'the name of the registry or the tag is wrong',
    caughtBy: [
      'reference/platform-registry',
      'reference/dag-image',
      'reference/dag-tag',
      'reference/nowhere',
      'edk deploy',
    ],
  },
  {
    symptom: 'Pods show ErrImagePull although the image was imported',
    cause: 'the pull policy Always asks a registry that does not have it',
    caughtBy: ['reference/pull-always', 'reference/chart-pull-always'],
  },
  {
    symptom: 'The upload of a container ends at 100 %, and the container is missing',
    cause: 'the import after the upload failed, which the web page does not show',
    caughtBy: ['edk upload'],
  },
  {
    symptom: 'The platform refuses a chart',
    cause: 'a resource lies in the admin namespace, or the file is no packaged chart',
    caughtBy: ['chart/admin-namespace', 'chart/nothing-to-install', 'edk upload'],
  },
  {
    symptom: 'An extension is deployed, and no pods are listed',
    cause: 'the platform lists the pods of Deployments and Jobs that name their namespace, and of nothing else',
    caughtBy: ['chart/namespace-missing', 'chart/pod-label', 'chart/pods-unlisted'],
  },
  {
    symptom: 'A release stays pending',
    cause: 'a hook fails, or what an earlier one left is in the way',
    caughtBy: ['chart/hook-policy', 'edk explain', 'edk uninstall'],
  },
  {
    symptom: 'An extension is not in the list',
    cause:
      'it has no kind, or no global values; it is experimental and filtered out; or the list is up to 30 seconds old',
    caughtBy: [
      'chart/keyword-kind',
      'chart/keyword-unknown',
      'chart/global-missing',
      'chart/version-hyphen',
      'edk explain',
    ],
  },
  {
    symptom: 'The list of extensions fails for half a minute after an upload',
    cause: 'the platform misreads the name of the chart',
    caughtBy: ['chart/name-short'],
  },
  {
    symptom: 'The list of extensions is very slow',
    cause: 'many versions of charts lie on the platform',
    caughtBy: ['edk extensions'],
  },
  {
    symptom: 'A DAG is not visible',
    cause:
      'its file has a Python error, imports what is not there, or is not copied into the DAG image; the list of DAGs is renewed once a minute; the project is not allowed to use it',
    caughtBy: [
      'dag/syntax-error',
      'dag/import-missing',
      'image/dag-file-not-copied',
      'image/dag-base',
      'chart/dependency-missing',
      'edk explain',
    ],
  },
  {
    symptom: 'A change of the code has no effect',
    cause: 'the tag is the same, and the node has the old image',
    caughtBy: ['reference/mutable-tag', 'reference/chart-mutable-tag', 'edk deploy'],
  },
  {
    symptom: 'An answer in the form does not arrive',
    cause: 'the platform drops, strips or overrules it',
    caughtBy: [
      'chart/parameter-transport',
      'chart/parameter-key',
      'chart/parameter-overruled',
      'chart/parameter-unused',
    ],
  },
];
