/** The import table of ARCHITECTURE.md as rules. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, path: '^(src|webview|test|scripts)/' },
});

/** Rooms of the editor's side, top first. A room may import from those below it. */
const extensionRooms = ['commands', 'views', 'jobs', 'ui'];

const neverUpwards = extensionRooms.slice(1).map((room, index) => ({
  name: `extension-${room}-not-upwards`,
  comment: 'Commands above views above jobs above ui.',
  severity: 'error',
  from: { path: `^src/extension/${room}/` },
  to: { path: `^src/extension/(${extensionRooms.slice(0, index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('shared-alone', '^src/shared/', ['^src/shared/'], 'Both sides of a webview load it.'),
    only('core-borders', '^src/core/', ['^src/(core|shared)/'], 'The core knows no face.'),
    only('extension-borders', '^src/extension/', ['^src/(extension|core|shared)/'], 'The extension starts edk.'),
    ...neverUpwards,
    only(
      'cli-borders',
      '^src/cli/',
      ['^src/(cli|core|shared)/', '^src/sandbox/server\\.ts$'],
      'One door to the local platform.',
    ),
    only(
      'sandbox-borders',
      '^src/sandbox/',
      [
        '^src/sandbox/',
        '^src/core/(platform/schemas|errors|process|charts|settings|files|text|http|docker|jobs|yaml)/',
        '^src/shared/',
      ],
      'The local platform must not lean on the client it tests.',
    ),
    only('webview-borders', '^webview/', ['^webview/', '^src/shared/'], 'Browser code.'),
    { name: 'no-test-in-production', severity: 'error', from: { path: '^(src|webview)/' }, to: { path: '^test/' } },
    {
      name: 'vscode-in-extension-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'one-process-runner',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/process/' },
      to: { path: '(node_modules/execa|^(node:)?child_process$)' },
    },
    {
      name: 'one-http-client',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/http/' },
      to: { path: '(node_modules/https?-proxy-agent|^(node:)?https$)' },
    },
    {
      name: 'docker-in-images-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(core/docker|sandbox/runtime)/' },
      to: { path: 'node_modules/(@types/)?dockerode', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-meet-in-use-cases',
      comment: 'Feature folders of the core meet only in use cases.',
      severity: 'error',
      from: { path: '^src/core/(scaffold|images|registry|charts|checks|platform|bundle)/' },
      to: {
        path: '^src/core/(scaffold|images|registry|charts|checks|platform|bundle|useCases)/',
        pathNot: '^src/core/$1/',
      },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: { pathNot: '^src/extension/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
