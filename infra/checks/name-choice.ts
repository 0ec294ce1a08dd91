import { madeNameSuffixLength, type NameRule } from "../azure/name-rules.ts";
import type { Refusal } from "../refusal.ts";

/** Where a resource's Azure name comes from: the argument if given, else made by Pulumi. */
export interface NameChoice {
  /** The argument that sets the name. */
  readonly argument: string;
  readonly given: string | undefined;
  /** The Pulumi name of the resource, from which the Azure name is made when none is given. */
  readonly pulumiName: string;
}

/** Refuses a name, given or made, that Azure would not take. */
export function checkName(choice: NameChoice, rule: NameRule): readonly Refusal[] {
  return choice.given === undefined ? checkMade(choice, rule) : checkGiven(choice, rule);
}

function checkGiven({ argument, given = "" }: NameChoice, rule: NameRule): readonly Refusal[] {
  if (fits(given, rule)) return [];
  return [
    {
      argument,
      rule: `"${given}" cannot name a ${rule.resource}`,
      wayOut: `use ${rule.lengthMin} to ${rule.lengthMax} characters: ${rule.words}`,
    },
  ];
}

function checkMade({ argument, pulumiName }: NameChoice, rule: NameRule): readonly Refusal[] {
  if (fits(pulumiName + "0".repeat(madeNameSuffixLength), rule)) return [];
  const lengthMax = rule.lengthMax - madeNameSuffixLength;
  return [
    {
      argument,
      rule: `"${pulumiName}" and the characters that Pulumi appends cannot name a ${rule.resource}`,
      wayOut: `give ${argument}, or keep to ${lengthMax} characters: ${rule.words}`,
    },
  ];
}

function fits(name: string, rule: NameRule): boolean {
  const { length } = name;
  return length >= rule.lengthMin && length <= rule.lengthMax && rule.pattern.test(name);
}
