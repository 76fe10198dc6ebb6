/**
 * What every failure means for the person: the exit status of `edk` and what to do about it.
 * Keyed by every code, so that a code without a remedy does not compile.
 *
 * Exit codes: 1 defect in edk, 2 wrong usage, 3 the project, 4 a missing tool, 5 registry, 6 build,
 * 7 platform, 8 deployed but not running, 9 busy, 10 disk or permissions, 130 cancelled.
 */
export const catalogue = {
  internal: { exitCode: 1, remedy: 'This is a defect of the EDK. Please report it with the log.' },

  usage: { exitCode: 2, remedy: 'Run the command with --help to see what it takes.' },
  'settings.invalid': { exitCode: 2, remedy: 'Correct the setting and run the command again.' },
  'job.noLog': { exitCode: 2, remedy: 'Name another image or project; logs are kept for 30 days.' },
  'name.invalid': { exitCode: 2, remedy: 'Choose another name.' },
  'target.exists': {
    exitCode: 2,
    remedy: 'Choose another folder or name, or pass --force to write into the existing folder.',
  },
  'template.invalid': { exitCode: 2, remedy: 'Correct the template.' },
  'workspace.untrusted': {
    exitCode: 2,
    remedy: 'Trust the workspace first ("Workspaces: Manage Workspace Trust").',
  },
  'parameter.invalid': { exitCode: 2, remedy: 'Change the value; the platform cannot carry it.' },

  'project.notFound': {
    exitCode: 3,
    remedy: 'Pass the folder of an extension with --dir, or make one with "edk new workflow".',
  },
  'dockerfile.missing': { exitCode: 3, remedy: 'Add a Dockerfile, or name it with --dockerfile.' },
  'dockerfile.empty': { exitCode: 3, remedy: 'Write the Dockerfile; it needs at least a FROM instruction.' },
  'dockerfile.invalid': { exitCode: 3, remedy: 'Correct the Dockerfile at the place named.' },
  'dockerignore.invalid': { exitCode: 3, remedy: 'Correct or remove the pattern; docker build refuses it as well.' },
  'image.noName': { exitCode: 3, remedy: 'Add LABEL IMAGE="<image name>" to the Dockerfile, or pass --image-name.' },
  'image.invalidName': { exitCode: 3, remedy: 'Use lower-case letters, digits, dots, dashes and underscores.' },
  'image.duplicate': { exitCode: 3, remedy: 'Give each image of the project its own IMAGE label.' },
  'image.cycle': { exitCode: 3, remedy: 'Break the circle: let one of the images start from another base.' },
  'image.baseUnknown': {
    exitCode: 3,
    remedy: 'Run "edk init" to build the base images, or correct the FROM instruction.',
  },
  'context.unreadable': { exitCode: 3, remedy: 'Make the file readable, or exclude it in .dockerignore.' },
  'context.changed': { exitCode: 3, remedy: 'Wait until nothing writes to the folder any more, then run it again.' },
  'context.escapes': { exitCode: 3, remedy: 'Copy the file into the folder, or exclude the link in .dockerignore.' },
  'chart.missing': { exitCode: 3, remedy: 'Add a folder with Chart.yaml, values.yaml to the extension.' },
  'chart.several': { exitCode: 3, remedy: 'Keep one chart per extension, or name the chart folder with --dir.' },
  'chart.invalid': { exitCode: 3, remedy: 'Correct the file at the place named.' },
  'chart.dependencyNotFound': {
    exitCode: 3,
    remedy: 'Correct the repository of the dependency, or set KAAPANA_REPO_PATH to a Kaapana clone.',
  },
  'chart.lint': { exitCode: 3, remedy: 'Correct what Helm names.' },
  'chart.render': { exitCode: 3, remedy: 'Correct the template or value that Helm names.' },
  'yaml.invalid': { exitCode: 3, remedy: 'Correct the YAML at the place named.' },
  'file.notRegular': { exitCode: 3, remedy: 'Replace it with a regular file, or remove it.' },
  'file.tooLarge': { exitCode: 3, remedy: 'Make the file smaller, or move its data into another one.' },
  'file.notText': { exitCode: 3, remedy: 'Save the file in UTF-8.' },
  'operator.invalid': { exitCode: 3, remedy: 'Correct the Python file at the place named.' },
  'check.failed': {
    exitCode: 3,
    remedy: 'Correct what is named, or suppress it with a reason: # edk-ignore <rule>: <reason>.',
  },
  'reference.invalid': {
    exitCode: 3,
    remedy: 'Write the image as <host>:<port>/<name>:<tag>, for example localhost:32000/base:1.0.',
  },
  'reference.missing': { exitCode: 3, remedy: 'Build the image, or correct the reference.' },

  'doctor.problems': { exitCode: 4, remedy: 'Follow the remedies named, then run "edk doctor" again.' },
  'tool.missing': { exitCode: 4, remedy: 'Run "edk doctor" to see what is missing and how to get it.' },
  'tool.failed': { exitCode: 4, remedy: 'See the output of the tool.' },
  'docker.unreachable': { exitCode: 4, remedy: 'Start the Docker Engine, or set DOCKER_HOST to where it listens.' },
  'docker.forbidden': {
    exitCode: 4,
    remedy: 'Add your user to the group "docker" and sign in again, or use rootless Docker.',
  },
  'docker.failed': { exitCode: 4, remedy: 'See the message of the Docker Engine.' },
  'helm.missing': {
    exitCode: 4,
    remedy: 'Install Helm 3 or 4 (https://helm.sh/docs/intro/install/), or set EDK_HELM to its path.',
  },
  'helm.tooOld': { exitCode: 4, remedy: 'Install Helm 3.8 or newer.' },

  'repository.failed': {
    exitCode: 4,
    remedy:
      'Check the address, branch (KAAPANA_BUILD_BRANCH) and commit of the Kaapana repository, or run "edk init --templates".',
  },

  'registry.unreachable': {
    exitCode: 5,
    remedy: 'Start the registry ("edk platform start"), or correct LOCAL_REGISTRY_URL.',
  },
  'registry.refused': {
    exitCode: 5,
    remedy: 'Sign in with "docker login", or set EDK_REGISTRY_USER and EDK_REGISTRY_PASSWORD, or correct the registry.',
  },
  'registry.failed': { exitCode: 5, remedy: 'See the log of the registry, then try again.' },
  'registry.contentMissing': {
    exitCode: 5,
    remedy: 'The registry lost what was pushed. Check its storage, then try again.',
  },

  'build.failed': { exitCode: 6, remedy: 'See the output of the step that failed.' },
  'build.push': { exitCode: 6, remedy: 'Check that the registry runs and has space, then try again.' },

  'platform.notConfigured': {
    exitCode: 7,
    remedy: 'Start a local platform with "edk platform start", or set KUBE_HELM_URL.',
  },
  'platform.unreachable': { exitCode: 7, remedy: 'Check that the platform runs and that KUBE_HELM_URL is right.' },
  'platform.timeout': {
    exitCode: 7,
    remedy:
      'The platform may be busy. Try again; its state is shown by "edk status". EDK_PLATFORM_DEADLINE=<seconds> gives it more time.',
  },
  'platform.notSignedIn': {
    exitCode: 7,
    remedy: 'The address leads to a web page, not to the API. Sign in, or correct KUBE_HELM_URL.',
  },
  'platform.failed': { exitCode: 7, remedy: 'See the answer of the platform, then try again.' },
  'platform.badAnswer': {
    exitCode: 7,
    remedy: 'The address may not be that of a Kaapana platform. Check KUBE_HELM_URL.',
  },
  'platform.uploadRefused': { exitCode: 7, remedy: 'Correct what the platform names, then try again.' },
  'platform.installRefused': { exitCode: 7, remedy: 'See "edk status" for the state of the release.' },
  'platform.unknownExtension': {
    exitCode: 7,
    remedy: 'See "edk extensions --all" for what the platform has. It shows a chart within 30 s after its upload.',
  },
  'platform.portTaken': { exitCode: 7, remedy: 'Choose another port with --port.' },
  'platform.alreadyRunning': { exitCode: 7, remedy: 'Use the running one, or stop it with "edk platform stop".' },
  'platform.startFailed': { exitCode: 7, remedy: 'See the log named.' },
  'platform.unsupported': { exitCode: 7, remedy: 'The local platform does not model this. Use a Kaapana platform.' },

  'cluster.unknownContext': {
    exitCode: 2,
    remedy: 'Name one that "kubectl config get-contexts" lists, or set KUBECONFIG to another file.',
  },
  'cluster.unreachable': {
    exitCode: 7,
    remedy: 'Check with "kubectl get nodes" that the cluster runs and that its address in the kubeconfig is right.',
  },
  'cluster.refused': {
    exitCode: 7,
    remedy: 'Sign in to the cluster again, or choose a context whose user may install there ("kubectl auth can-i").',
  },
  'kubectl.missing': {
    exitCode: 4,
    remedy: 'Install kubectl (https://kubernetes.io/docs/tasks/tools/), or set EDK_KUBECTL to its path.',
  },

  'release.failed': { exitCode: 8, remedy: 'Correct what the pod names, then deploy again.' },
  'release.stuck': { exitCode: 8, remedy: 'Uninstall it with "edk uninstall --force", then try again.' },
  'release.timeout': { exitCode: 8, remedy: 'See "edk status" for what it waits for.' },

  busy: { exitCode: 9, remedy: 'Wait until it ends, or end the process named.' },

  'bundle.invalid': { exitCode: 3, remedy: 'Copy the bundle again, or make it anew.' },

  'disk.full': { exitCode: 10, remedy: 'Free some space, for example with "docker system prune", then try again.' },
  'disk.readOnly': { exitCode: 10, remedy: 'Make the folder writable, or choose another one.' },
  'disk.wrongPath': { exitCode: 10, remedy: 'Choose another path, or move what is in its way.' },
  'disk.failed': { exitCode: 10, remedy: 'See the cause and check the disk, then try again.' },
  'disk.forbidden': { exitCode: 10, remedy: 'Change the permissions of the file or folder.' },
} as const satisfies Record<string, { exitCode: number; remedy: string }>;

export type ErrorCode = keyof typeof catalogue;
