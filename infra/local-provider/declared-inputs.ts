import { readFileSync } from "node:fs";
import { join } from "node:path";
import { azureNativePackage } from "./azure-native-package.ts";

/** What the SDK's types say about one input. */
export interface DeclaredField {
  readonly required: boolean;
  /** The type of its value, or of its elements, where that is one type of several fields. */
  readonly type: string | undefined;
}

/** The inputs of a resource, or of one of its parts, by name. */
export type DeclaredFields = ReadonlyMap<string, DeclaredField>;

/** The declarations of azure-native's inputs that a program was written against. */
export interface DeclaredInputs {
  /** The version of azure-native. */
  readonly version: string;
  /** Of a kind such as `azure-native:app:ContainerApp`; undefined when there is no such kind. */
  ofKind(token: string): DeclaredFields | undefined;
  /** Of a type such as `app.TemplateArgs`. */
  ofType(type: string): DeclaredFields;
}

const none: DeclaredFields = new Map();

/**
 * Reads the declarations as they are asked for: the whole file is parsed by no one, a part takes
 * a millisecond.
 * @param programFolder where the program's packages are found from
 * @throws Error when @pulumi/azure-native is not installed there
 */
export function createDeclaredInputs(programFolder: string): DeclaredInputs {
  const { folder, version } = azureNativePackage(programFolder);
  const read = new Map<string, DeclaredFields>();
  let parts: string | undefined;
  return {
    version,
    ofKind(token) {
      const [, module = "", kind = ""] = token.split(":");
      const name = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
      const text = textOf(join(folder, module, `${name}.d.ts`));
      if (text === undefined) return undefined;
      return once(read, token, () => fieldsOf(text, `export interface ${kind}Args`));
    },
    ofType(type) {
      parts ??= textOf(join(folder, "types/input.d.ts")) ?? "";
      const text = parts;
      return once(read, type, () => fieldsOfPart(text, type));
    },
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function once(
  read: Map<string, DeclaredFields>,
  name: string,
  make: () => DeclaredFields,
): DeclaredFields {
  const fields = read.get(name) ?? make();
  read.set(name, fields);
  return fields;
}

function fieldsOfPart(text: string, type: string): DeclaredFields {
  const [namespace, name] = type.split(".");
  const start = text.indexOf(`export declare namespace ${namespace} {`);
  if (start < 0) return none;
  const end = text.indexOf("\n}", start);
  return fieldsOf(text.slice(start, end), `    interface ${name} {`.slice(0, -2));
}

const field = /^(\w+)(\??): (.+)$/;

/** The text is made by a tool, so its indentation says what belongs to what. */
function fieldsOf(text: string, heading: string): DeclaredFields {
  const start = text.indexOf(`${heading} {\n`);
  if (start < 0) return none;
  const indent = /^ */.exec(heading)?.[0] ?? "";
  const body = text.slice(start, text.indexOf(`\n${indent}}`, start));
  const members = body.split(`\n${indent}    `).slice(1);
  return new Map(
    members.flatMap((member) => {
      const found = field.exec(member);
      return found === null ? [] : [declaredField(found)];
    }),
  );
}

function declaredField([, name = "", mark, type = ""]: RegExpExecArray): [string, DeclaredField] {
  const types = [...type.matchAll(/inputs\.(\w+\.\w+)/g)].map(([, reference]) => reference);
  // One of several types cannot be told from the others by its fields alone.
  return [name, { required: mark === "", type: types.length === 1 ? types[0] : undefined }];
}
