import { basename } from 'node:path';

const textName = /\.(?:ya?ml|tpl|py|json|sh|txt|dockerignore|helmignore|R)$|^\.(?:dockerignore|helmignore)$/u;

export function isDockerfileName(name: string): boolean {
  return name === 'Dockerfile' || (name.endsWith('.Dockerfile') && !name.startsWith('.'));
}

/** Whether a file of this name may be one that a person has written. */
export function isSourceName(name: string): boolean {
  return isDockerfileName(name) || textName.test(name);
}

/** Whether the file at a path of the project is read as text. */
export function isSourcePath(path: string): boolean {
  return (isSourceName(basename(path)) || path.includes('/templates/')) && !isInToolFolder(path);
}

/** Whether a path lies in a folder that no source of an extension is in. */
export function isInToolFolder(path: string): boolean {
  return /(?:^|\/)(?:\.[^/]+|node_modules|__pycache__|venv)\//u.test(path);
}
