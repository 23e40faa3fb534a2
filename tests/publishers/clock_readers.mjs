// Reads [[definition, [local time, …]], …] and writes [[seconds since 1970, …], …], as ical.js sees them.
import { readFileSync } from "node:fs";

import ICAL from "../../assets/node_modules/ical.js/dist/ical.js";

const asked = JSON.parse(readFileSync(0, "utf-8"));
const told = asked.map(([definition, locals]) => {
  const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(definition)));
  return locals.map((local) => {
    const time = ICAL.Time.fromDateTimeString(local);
    time.zone = zone;
    return time.toUnixTime();
  });
});
process.stdout.write(JSON.stringify(told));
