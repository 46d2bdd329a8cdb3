import { UserError } from "../../../config/errors";
import { condition, type KubeObject, type Readiness } from "../../../kube";
import { arrayOf, at, isObject, numberOf, parseJson, type Json } from "../../../plugin";

/**
 * The conditions of the annotation `pulumi.com/waitFor`: one expression or a JSON array of them,
 * `condition=Ready`, `condition=Ready=False`, `jsonpath={.status.phase}` or `jsonpath={.status.phase}=Bound`.
 *
 * @throws UserError if an expression can't be read
 */
export function parseWaitFor(text: string): (object: KubeObject) => Readiness {
  const checks = expressions(text).map(check);
  return (object) =>
    checks.map((holds) => holds(object)).find(({ ready }) => !ready) ?? { ready: true, message: "ready" };
}

function expressions(text: string): string[] {
  if (!text.trimStart().startsWith("[")) {
    return [text];
  }
  const list = arrayOf(parseJson(text)).filter((item) => typeof item === "string");
  if (list.length === 0) {
    throw new UserError(`pulumi.com/waitFor: ${text} has no conditions`);
  }
  return list;
}

function check(expression: string): (object: KubeObject) => Readiness {
  const parts = /^(condition=)(?<type>[^=]+)(=(?<status>.+))?$/.exec(expression)?.groups;
  if (parts?.type !== undefined) {
    const { type, status = "True" } = parts;
    return (object) => {
      const found = at(condition(object, type), "status");
      return found === status
        ? { ready: true, message: "ready" }
        : { ready: false, message: `waits for condition ${type}=${status}` };
    };
  }
  const path = /^jsonpath=\{(?<path>.*)\}(=(?<value>.+))?$/s.exec(expression)?.groups;
  if (path?.path === undefined) {
    throw new UserError(
      `pulumi.com/waitFor: can't read ${expression}`,
      "write condition=TYPE, condition=TYPE=STATUS, jsonpath={.path} or jsonpath={.path}=VALUE",
    );
  }
  const steps = parsePath(path.path);
  return (object) => {
    const current = numberOf(at(object, "status", "observedGeneration"), Infinity);
    const [found] = select([object], steps);
    const plain = typeof found === "object" ? JSON.stringify(found) : String(found);
    const holds =
      found !== undefined &&
      current >= numberOf(object.metadata.generation) &&
      (path.value === undefined || plain === path.value);
    const seen = found === undefined ? "selects nothing yet" : `is ${plain.slice(0, 80)}`;
    return holds ? { ready: true, message: "ready" } : { ready: false, message: `${expression} ${seen}` };
  };
}

type Step =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly all: true }
  | { readonly filter: readonly Step[]; readonly equals: string };

const stepPattern =
  /^(?:\.(?<name>[\w$-]+)|\['(?<quoted>[^']*)'\]|\["(?<double>[^"]*)"\]|\[(?<index>-?\d+)\]|(?<all>\[\*\]|\.\*)|\[\?\(@(?<filter>[^=]+?)\s*==\s*["'](?<equals>[^"']*)["']\)\])/;

function parsePath(text: string): Step[] {
  const steps: Step[] = [];
  for (let rest = text.trim().replace(/^\$/, ""); rest !== "";) {
    const match = stepPattern.exec(rest);
    if (match?.groups === undefined) {
      throw new UserError(`pulumi.com/waitFor: can't read ${rest} in ${text}`);
    }
    const { index, all, filter, equals, name, quoted, double } = match.groups;
    if (filter !== undefined) {
      steps.push({ filter: parsePath(filter), equals: equals ?? "" });
    } else if (index !== undefined) {
      steps.push({ index: Number(index) });
    } else {
      steps.push(all === undefined ? { key: name ?? quoted ?? double ?? "" } : { all: true });
    }
    rest = rest.slice(match[0].length);
  }
  return steps;
}

function select(values: readonly Json[], steps: readonly Step[]): Json[] {
  return steps.reduce<Json[]>((current, step) => current.flatMap((value) => next(value, step)), [...values]);
}

function next(value: Json, step: Step): Json[] {
  if ("key" in step) {
    return isObject(value) && value[step.key] !== undefined ? [value[step.key] ?? null] : [];
  }
  const items = isObject(value) ? Object.values(value) : arrayOf(value);
  if ("index" in step) {
    const item = items.at(step.index);
    return item === undefined ? [] : [item];
  }
  return "all" in step ? items : items.filter((item) => select([item], step.filter)[0] === step.equals);
}
