/** The smallest extension that builds as a whole, without a base image. */
export const smallProject = {
  'docker/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-small"\nCOPY hello.txt /\n',
  'docker/hello.txt': 'hello\n',
  'small-chart/Chart.yaml':
    'apiVersion: v2\nname: small-chart\nversion: 0.0.0\ndescription: A small one\nkeywords: [kaapanaworkflow]\n',
  'small-chart/values.yaml': 'global:\n  greeting: hello\n',
  'small-chart/templates/greeting.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: greeting\ndata:\n  text: "{{ .Values.global.greeting }}"\n',
} as const;
