export interface JobTemplate {
  /** May be a template's expression. */
  readonly name: string;
  readonly image: string;
  /** A line of shell. */
  readonly command: string;
  /** Events of Helm; without one the Job is part of the release. */
  readonly hook?: string | undefined;
  readonly hookDeletePolicy?: 'before-hook-creation' | 'hook-succeeded';
}

/** A chart's template of a Job whose one pod runs a line of shell. */
export function jobTemplate({ name, image, command, hook, hookDeletePolicy = 'hook-succeeded' }: JobTemplate): string {
  const annotations =
    hook === undefined
      ? ''
      : `\n  annotations: { helm.sh/hook: ${hook}, helm.sh/hook-delete-policy: ${hookDeletePolicy} }`;
  return `
apiVersion: batch/v1
kind: Job
metadata:
  name: '${name}'
  namespace: '{{ .Values.global.services_namespace }}'${annotations}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 0
      containers:
        - name: main
          image: '${image}'
          imagePullPolicy: IfNotPresent
          command: ['sh', '-c', '${command}']
`;
}
