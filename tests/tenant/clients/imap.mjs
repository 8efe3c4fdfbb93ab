// Reads a mailbox with imapflow: imap.mjs PORT USER, with TOKEN and NODE_EXTRA_CA_CERTS in the environment. Prints one line of JSON.
import { ImapFlow } from "imapflow";

const [port, user] = process.argv.slice(2);
const client = new ImapFlow({
  host: "localhost",
  port: Number(port),
  secure: true,
  auth: { user, accessToken: process.env.TOKEN },
  logger: false,
});
await client.connect();
const folders = (await client.list()).map(folder => `${folder.path} ${folder.specialUse ?? ""}`.trim());
const status = await client.status("INBOX", { messages: true, unseen: true, uidNext: true });
const lock = await client.getMailboxLock("INBOX", { readOnly: true });
const messages = [];
for await (const message of client.fetch("1:*", { uid: true, envelope: true, bodyStructure: true, source: true, flags: true }))
  messages.push(`${message.uid} ${message.envelope.subject} ${message.bodyStructure.type} ${message.source.length}`);
const seen = await client.search({ seen: true }, { uid: true });
lock.release();
await client.logout();
console.log(JSON.stringify({ folders, status, messages, seen }));
