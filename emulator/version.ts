import manifest from "../package.json" with { type: "json" };

/** The product's version, as the package names it. */
export const version = manifest.version;
