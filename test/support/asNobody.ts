const nobody = 65534;

/** Lets root do something without the powers of root. */
export async function asNobody(work: () => Promise<void>): Promise<void> {
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
