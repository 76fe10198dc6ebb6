/** Whether a parameter of this name is a password, a token or the like: never shown, remembered or logged. */
export function isSecret(key: string): boolean {
  return /passw|secret|credential|token$|api_?key|private_?key/i.test(key) && !/user_?name$/i.test(key);
}
