import type { Command } from "commander";
import { type Flags, optionTable } from "../emulator/options.ts";

/** Adds the emulator's flags, each with the environment variable that stands for it. */
export function addOptionFlags(command: Command): Command {
  for (const { flag, value, variable, help } of optionTable) {
    command.option(value === undefined ? flag : `${flag} ${value}`, `${help} [${variable}]`);
  }
  return command;
}

/** What was given, by flag, as text. */
export function givenFlags(command: Command): Flags {
  const given: Record<string, string> = {};
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    if (option.long && value !== undefined) given[option.long] = String(value);
  }
  return given;
}
