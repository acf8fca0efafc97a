// SPDX-License-Identifier: Apache-2.0
// usage: node refuses.mjs MODULE.mjs WEIGHTS: exit code 0 where the module refuses these weights.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [file, weights] = process.argv.slice(2);
const { withWeights } = await import(pathToFileURL(resolve(file)));
try {
  withWeights(JSON.parse(weights));
  process.exitCode = 1;
} catch (error) {
  process.exitCode = error instanceof RangeError ? 0 : 2;
}
