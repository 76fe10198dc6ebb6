const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity of Kubernetes, such as `500m`, `64Mi`, `1.5` or `2e9`, as a number; undefined when it is none. */
export function parseQuantity(quantity: string | number): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)(?:([eE][+-]?\d+)|([a-zA-Z]+))?$/.exec(String(quantity));
  if (match === null) return undefined;
  const [, digits, exponent, suffix] = match;
  const factor = suffix === undefined ? 1 : factors[suffix];
  return factor === undefined ? undefined : Number(`${digits ?? ''}${exponent ?? ''}`) * factor;
}
