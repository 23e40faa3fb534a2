// Reads {school, year, hours} and writes what each string of hours says of the year by the opening_hours package:
// [[from, to, is open], …] in minutes from the year's first, or the error. School holidays are put into its own table
// of holidays, for England has none there. Run with TZ=UTC: the clock on the wall is all that is asked about.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";

const { school, year, hours } = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(new URL("../../../assets/node_modules/opening_hours/package.json", import.meta.url));
const file = require.resolve("opening_hours");
const place = '"_state_code": "eng",';
const source = readFileSync(file, "utf-8");
if (source.split(place).length !== 2) throw new Error("England is not where it was");
const known = source.replace(place, `${place} SH: ${JSON.stringify([{ name: "holidays", ...school }])},`);
const module = { exports: {} };
vm.runInThisContext(`(function (module, exports, require) {${known}\n})`)(module, module.exports, require);

const here = { lat: "51.5", lon: "-0.05", address: { country_code: "gb", state: "England" } };
const [first, after] = [new Date(year, 0, 1), new Date(year + 1, 0, 1)];
const minute = (moment) => Math.round((moment - first) / 60000);
const told = hours.map((text) => {
  try {
    const spans = new module.exports(text, here).getOpenIntervals(first, after);
    return { spans: spans.map(([from, to, isUnknown]) => [minute(from), minute(to), !isUnknown]) };
  } catch (fault) {
    return { fault: String(fault) };
  }
});
process.stdout.write(JSON.stringify(told));
