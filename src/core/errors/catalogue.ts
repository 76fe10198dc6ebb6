/**
 * The exit status of `edk` and the default remedy for every error code.
 * A code without a remedy does not compile.
 *
 * Exit codes: 1 internal error, 2 wrong usage, 3 the project, 4 a missing tool, 5 registry, 6 build,
 * 7 platform, 8 deployed but not running, 9 busy, 10 disk or permissions, 11 a run or its tests
 * failed, 130 cancelled.
 */
export const catalogue = {
  internal: { exitCode: 1, remedy: 'This is an internal error of the EDK. Please report it with the log.' },

  usage: { exitCode: 2, remedy: 'Run the command with --help to see its options.' },
  'settings.invalid': { exitCode: 2, remedy: 'Correct the setting and run the command again.' },
  'job.noLog': { exitCode: 2, remedy: 'Name another image or project; logs are kept for 30 days.' },
  'name.invalid': { exitCode: 2, remedy: 'Choose another name.' },
  'target.exists': {
    exitCode: 2,
    remedy: 'Choose another folder or name, or pass --force to write into the existing folder.',
  },
  'template.invalid': { exitCode: 2, remedy: 'Fix the template.' },
  'workspace.untrusted': {
    exitCode: 2,
    remedy: 'Trust the workspace first ("Workspaces: Manage Workspace Trust").',
  },
  'parameter.invalid': { exitCode: 2, remedy: 'Change the value; the platform cannot pass it on.' },

  'project.notFound': {
    exitCode: 3,
    remedy: 'Pass the folder of an extension with --dir, or create one with "edk new workflow".',
  },
  'dockerfile.missing': { exitCode: 3, remedy: 'Add a Dockerfile, or pass its path with --dockerfile.' },
  'dockerfile.empty': { exitCode: 3, remedy: 'Add at least a FROM instruction.' },
  'dockerfile.invalid': { exitCode: 3, remedy: 'Fix this line of the Dockerfile.' },
  'dockerignore.invalid': { exitCode: 3, remedy: 'Fix or remove the pattern; docker build rejects it as well.' },
  'image.noName': { exitCode: 3, remedy: 'Add LABEL IMAGE="<image name>" to the Dockerfile, or pass --image-name.' },
  'image.invalidName': { exitCode: 3, remedy: 'Use lower-case letters, digits, dots, dashes and underscores.' },
  'image.duplicate': { exitCode: 3, remedy: 'Give each image of the project its own IMAGE label.' },
  'image.cycle': { exitCode: 3, remedy: 'Break the cycle: use another base for one of the images.' },
  'image.baseUnknown': {
    exitCode: 3,
    remedy: 'Run "edk init" to build the base images, or fix the FROM instruction.',
  },
  'context.unreadable': { exitCode: 3, remedy: 'Make the file readable, or exclude it in .dockerignore.' },
  'context.changed': { exitCode: 3, remedy: 'Wait until nothing writes to the folder, then try again.' },
  'context.escapes': { exitCode: 3, remedy: 'Copy the file into the folder, or exclude the link in .dockerignore.' },
  'chart.missing': { exitCode: 3, remedy: 'Add a chart (a folder with Chart.yaml and values.yaml) to the extension.' },
  'chart.several': { exitCode: 3, remedy: 'Keep one chart per extension, or pass the chart folder with --dir.' },
  'chart.invalid': { exitCode: 3, remedy: 'Fix this file of the chart.' },
  'chart.dependencyNotFound': {
    exitCode: 3,
    remedy: 'Fix the repository of the dependency, or set KAAPANA_REPO_PATH to a Kaapana clone.',
  },
  'chart.lint': { exitCode: 3, remedy: 'Fix the problem that Helm reports.' },
  'chart.render': { exitCode: 3, remedy: 'Fix the template or value that Helm reports.' },
  'yaml.invalid': { exitCode: 3, remedy: 'Fix the YAML.' },
  'file.notRegular': { exitCode: 3, remedy: 'Replace it with a regular file, or remove it.' },
  'file.tooLarge': { exitCode: 3, remedy: 'Make the file smaller, or move its data to another file.' },
  'file.notText': { exitCode: 3, remedy: 'Save the file as UTF-8.' },
  'operator.invalid': { exitCode: 3, remedy: 'Fix the Python file.' },
  'check.failed': {
    exitCode: 3,
    remedy: 'Fix the problems, or suppress them with a reason: # edk-ignore <rule>: <reason>.',
  },
  'reference.invalid': {
    exitCode: 3,
    remedy: 'Write the image as <host>:<port>/<name>:<tag>, for example localhost:32000/base:1.0.',
  },
  'reference.missing': { exitCode: 3, remedy: 'Build the image, or fix the reference.' },

  'doctor.problems': { exitCode: 4, remedy: 'Follow the suggestions, then run "edk doctor" again.' },
  'tool.missing': { exitCode: 4, remedy: 'Run "edk doctor" to see what is missing and how to install it.' },
  'tool.failed': { exitCode: 4, remedy: 'See the output of the tool.' },
  'docker.unreachable': { exitCode: 4, remedy: 'Start the Docker Engine, or set DOCKER_HOST to its address.' },
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
    remedy: 'The registry lost pushed content. Check its storage, then try again.',
  },

  'build.failed': { exitCode: 6, remedy: 'See the output of the step that failed.' },
  'image.importMissing': { exitCode: 6, remedy: 'Add the package to requirements.txt or to the Dockerfile.' },
  'image.pythonInvalid': { exitCode: 6, remedy: 'Correct the line, or build the image with a newer Python.' },
  'build.push': { exitCode: 6, remedy: 'Check that the registry is running and has free space, then try again.' },

  'platform.notConfigured': {
    exitCode: 7,
    remedy: 'Start a local platform with "edk platform start", or set KUBE_HELM_URL.',
  },
  'platform.unreachable': {
    exitCode: 7,
    remedy: 'Check that the platform is running and that KUBE_HELM_URL is correct.',
  },
  'platform.timeout': {
    exitCode: 7,
    remedy:
      'The platform may be busy. Try again, or give it more time with EDK_PLATFORM_DEADLINE=<seconds>. "edk status" shows its state.',
  },
  'platform.notSignedIn': {
    exitCode: 7,
    remedy: 'The address returns a web page instead of the API. Sign in, or correct KUBE_HELM_URL.',
  },
  'platform.failed': { exitCode: 7, remedy: 'See the response of the platform, then try again.' },
  'platform.badAnswer': {
    exitCode: 7,
    remedy: 'This may not be a Kaapana platform. Check KUBE_HELM_URL.',
  },
  'platform.uploadRefused': { exitCode: 7, remedy: 'Fix the problem that the platform reports, then try again.' },
  'platform.installRefused': { exitCode: 7, remedy: 'Run "edk status" to see the state of the release.' },
  'platform.unknownExtension': {
    exitCode: 7,
    remedy:
      'Run "edk extensions --all" to see what the platform offers. A new chart is listed within 30 s of its upload.',
  },
  'platform.portTaken': { exitCode: 7, remedy: 'Choose another port with --port.' },
  'platform.alreadyRunning': { exitCode: 7, remedy: 'Use the running platform, or stop it with "edk platform stop".' },
  'platform.startFailed': { exitCode: 7, remedy: 'See its log.' },
  'platform.unsupported': { exitCode: 7, remedy: 'The local platform does not support this. Use a Kaapana platform.' },

  'cluster.unknownContext': {
    exitCode: 2,
    remedy: 'Choose a context listed by "kubectl config get-contexts", or set KUBECONFIG to another file.',
  },
  'cluster.unreachable': {
    exitCode: 7,
    remedy:
      'Run "kubectl get nodes" to check that the cluster is running and its address in the kubeconfig is correct.',
  },
  'cluster.refused': {
    exitCode: 7,
    remedy:
      'Sign in to the cluster again, or choose a context whose user has permission to install ("kubectl auth can-i").',
  },
  'kubectl.missing': {
    exitCode: 4,
    remedy: 'Install kubectl (https://kubernetes.io/docs/tasks/tools/), or set EDK_KUBECTL to its path.',
  },

  'release.failed': { exitCode: 8, remedy: 'Fix the cause shown by its pods, then deploy again.' },
  'release.stuck': { exitCode: 8, remedy: 'Uninstall the release with "edk uninstall --force", then try again.' },
  'release.timeout': { exitCode: 8, remedy: 'Run "edk explain" to see what it is waiting for and what helps.' },

  'run.notFound': { exitCode: 2, remedy: 'Choose one of the runs on this machine.' },
  'run.noData': { exitCode: 2, remedy: 'Choose a folder with DICOM images, or the generated sample.' },
  'run.noStandIn': {
    exitCode: 2,
    remedy: 'Give the output of the task from a folder (a stub), or run only tasks that do not need it.',
  },
  'run.noGpu': {
    exitCode: 4,
    remedy: 'Install the NVIDIA Container Toolkit for the Docker Engine, or run without a GPU.',
  },
  'run.engineRemote': {
    exitCode: 4,
    remedy: 'Use a Docker Engine on this machine (DOCKER_HOST), or run the EDK where the Engine is.',
  },
  'run.cannotStart': { exitCode: 11, remedy: 'Correct the command or the Dockerfile, then run it again.' },
  'run.failed': { exitCode: 11, remedy: 'See its log, correct the script and run it again.' },
  'tests.failed': { exitCode: 11, remedy: 'Correct the code or the tests, then run them again.' },

  busy: { exitCode: 9, remedy: 'Wait until it ends, or stop that process.' },

  'bundle.invalid': { exitCode: 3, remedy: 'Copy the bundle again, or create it again.' },

  'disk.full': {
    exitCode: 10,
    remedy: 'Free some space, for example with "docker system prune", then try again.',
  },
  'disk.readOnly': { exitCode: 10, remedy: 'Make the folder writable, or choose another one.' },
  'disk.wrongPath': { exitCode: 10, remedy: 'Choose another path, or move what is in the way.' },
  'disk.failed': { exitCode: 10, remedy: 'See the cause and check the disk, then try again.' },
  'disk.forbidden': { exitCode: 10, remedy: 'Change the permissions of the file or folder.' },
} as const satisfies Record<string, { exitCode: number; remedy: string }>;

export type ErrorCode = keyof typeof catalogue;
