/** Problems people see on a platform, their causes, and the rules or commands that find them beforehand. */
export interface Symptom {
  readonly symptom: string;
  readonly cause: string;
  /** Rule ids, or `edk` commands. */
  readonly caughtBy: readonly string[];
}

export const symptoms: readonly Symptom[] = [
  {
    symptom: 'Pods show ImagePullBackOff or ErrImagePull',
    cause: 'the registry or the tag is wrong',
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
    cause: 'with the pull policy Always, the node asks a registry that does not have it',
    caughtBy: ['reference/pull-always', 'reference/chart-pull-always'],
  },
  {
    symptom: 'The upload of a container reaches 100%, but the container is missing',
    cause: 'the import after the upload failed, which the web page does not show',
    caughtBy: ['edk upload'],
  },
  {
    symptom: 'The platform refuses a chart',
    cause: 'a resource is in the admin namespace, or the file is not a packaged chart',
    caughtBy: ['chart/admin-namespace', 'chart/nothing-to-install', 'edk upload'],
  },
  {
    symptom: 'An extension is deployed, but no pods are listed',
    cause: 'the platform lists only the pods of Deployments and Jobs that have a namespace',
    caughtBy: ['chart/namespace-missing', 'chart/pod-label', 'chart/pods-unlisted'],
  },
  {
    symptom: 'A release stays pending',
    cause: 'a hook fails, or resources of an earlier one block it',
    caughtBy: ['chart/hook-policy', 'edk explain', 'edk uninstall'],
  },
  {
    symptom: 'An extension is missing from the list',
    cause:
      'it has no kind keyword or no global values, it is experimental and filtered out, or the list is up to 30 seconds old',
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
    cause: 'the platform holds many chart versions',
    caughtBy: ['edk extensions'],
  },
  {
    symptom: 'A DAG is not visible',
    cause:
      'its file has a Python error, imports a missing module or is not copied into the DAG image; the list of DAGs is updated once a minute; or the project may not use it',
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
    cause: 'the tag is unchanged, and the node still has the old image',
    caughtBy: ['reference/mutable-tag', 'reference/chart-mutable-tag', 'edk deploy'],
  },
  {
    symptom: 'An answer in the form does not arrive',
    cause: 'the platform drops, shortens or overrides it',
    caughtBy: [
      'chart/parameter-transport',
      'chart/parameter-key',
      'chart/parameter-overruled',
      'chart/parameter-unused',
    ],
  },
];
