/** Whether a path of the project lies in a folder of it; `.` is the project's own. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}
