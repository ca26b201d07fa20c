export * from "./geometry.js";
export * from "./words.js";
