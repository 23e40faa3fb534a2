// Reads [mail in base64, …] and writes [{from, to, subject, text, html, types}, …], as postal-mime sees them.
import { readFileSync } from "node:fs";

import PostalMime from "../../../assets/node_modules/postal-mime/dist/esm/postal-mime.js";

const told = [];
for (const asked of JSON.parse(readFileSync(0, "utf-8"))) {
  const mail = await PostalMime.parse(Buffer.from(asked, "base64"), { attachmentEncoding: "utf8" });
  told.push({
    from: [mail.from.name, mail.from.address],
    to: [mail.to[0].name, mail.to[0].address],
    subject: mail.subject,
    text: mail.text ?? "",
    html: mail.html ?? "",
    enclosed: mail.attachments.map((each) => each.content),
  });
}
process.stdout.write(JSON.stringify(told));
