// Reads a mailbox with ews-javascript-api: ews.mjs ADDRESS MAILBOX, with TOKEN and NODE_EXTRA_CA_CERTS in the environment. Prints one
// line of JSON.
import ews from "ews-javascript-api";

const [address, mailbox] = process.argv.slice(2);
const service = new ews.ExchangeService(ews.ExchangeVersion.Exchange2013);
service.Url = new ews.Uri(address);
service.Credentials = new ews.OAuthCredentials(process.env.TOKEN);
service.ImpersonatedUserId = new ews.ImpersonatedUserId(ews.ConnectingIdType.SmtpAddress, mailbox);
const inbox = await ews.Folder.Bind(service, ews.WellKnownFolderName.Inbox);
const folders = await service.FindFolders(ews.WellKnownFolderName.MsgFolderRoot, new ews.FolderView(100));
const items = [];
let pages = 0;
let found;
do {
  found = await inbox.FindItems(new ews.ItemView(5, items.length));
  pages++;
  for (const item of found.Items)
    items.push({ subject: item.Subject, from: item.From.Address, received: new Date(item.DateTimeReceived.TotalMilliSeconds).toISOString() });
} while (found.MoreAvailable);
console.log(JSON.stringify({
  inbox: { name: inbox.DisplayName, total: inbox.TotalCount },
  folders: folders.Folders.map(folder => folder.DisplayName),
  items,
  pages,
}));
