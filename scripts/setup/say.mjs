/** Prints one line for each step of the set-up, with the reason. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Something the person has to do; shown without a stack trace. */
export class SetupError extends Error {
  /**
   * @param {string} message what is missing and where
   * @param {string} remedy what to do about it
   * @param {unknown} [cause]
   */
  constructor(message, remedy, cause) {
    super(message, { cause });
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}

/** Prints an error once, at the outermost place. */
export function sayError(error) {
  if (error instanceof SetupError) {
    process.stderr.write(`\nError: ${error.message}\n  ${error.remedy.replaceAll('\n', '\n  ')}\n`);
  } else {
    process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
