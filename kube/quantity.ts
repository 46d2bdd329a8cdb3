/** Powers of ten and of two that a Kubernetes quantity can end with (apimachinery, resource.Quantity). */
const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
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

const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** A Kubernetes quantity in its unit: cores, bytes, pieces. Undefined for what is none. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === "number") {
    return value;
  }
  const [, number, exponent, suffix = ""] = form.exec(typeof value === "string" ? value : "") ?? [];
  const factor = suffixes[suffix];
  return number === undefined || factor === undefined
    ? undefined
    : exponent === undefined
      ? Number(number) * factor
      : Number(number + exponent);
}
