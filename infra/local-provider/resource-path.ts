import { textOf, type Values } from "./wire-values.ts";

const placeholder = /\{(\w+)\}/g;

/** The inputs that a resource's id is made of, the resource's own name last if it has one. */
export function inputsInPath(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].map(([, name = ""]) => name);
}

/** The input that names the resource; undefined where there can be one only, of a fixed name. */
export function nameInput(template: string): string | undefined {
  return template.endsWith("}") ? inputsInPath(template).at(-1) : undefined;
}

/** The Azure id of a resource with these inputs. */
export function idFor(template: string, inputs: Values): string {
  const id = template.replaceAll(placeholder, (_, name: string) => textOf(inputs[name]));
  // A scope begins with a slash of its own.
  return id.replace(/^\/\//, "/");
}

/** The inputs that the id of an existing resource tells; undefined for another kind's id. */
export function inputsFrom(template: string, id: string): Values | undefined {
  const pattern = template.replaceAll(/[.]/g, "\\.").replaceAll(placeholder, partPattern);
  const groups = new RegExp(`^${pattern}$`, "i").exec(id)?.groups;
  return groups && { ...groups };
}

/** A scope is the whole id of another resource. */
function partPattern(_: string, name: string): string {
  return `(?<${name}>${isScope(name) ? ".+" : "[^/]+"})`;
}

function isScope(name: string): boolean {
  return name === "scope" || name === "resourceUri";
}
