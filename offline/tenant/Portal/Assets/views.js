// What each part of the page shows. A list has columns; a detail draws itself from its data.

import { badge, code, element, facts, link, name, table, yes } from "./elements.js";

const day = time => time ? time.slice(0, 10) : "";

const credential = state => ({
  current: badge("good", "Current"),
  soon: badge("warn", "Expiring soon"),
  early: badge("warn", "Not valid yet"),
  expired: badge("bad", "Expired"),
  none: element("span", { class: "quiet" }, "None"),
})[state];

// IMAP answers in words; a connection that was broken on purpose may have had no answer at all.
const status = row => {
  const code = row.status;
  const kind = row.lost || code >= 500 || code === 0 ? "bad" : code < 300 ? "good" : "warn";
  const said = row.lost ? "lost" : row.completion ? row.completion.split(" ")[0] : code;
  return row.early ? [badge(kind, said), " early"] : badge(kind, said);
};

const permissionColumns = [
  ["Permission", row => code(row.value)],
  ["API", row => name(row.api)],
  ["Type", row => row.type],
  ["Status", row => badge(row.granted ? "good" : "warn", row.status)],
];

const permissions = (caption, rows, emptyText) => table(caption, permissionColumns, rows, emptyText);

const application = {
  overview: data => facts([
    ["Display name", name(data.name)],
    ["Application (client) ID", code(data.appId)],
    ["Object ID", code(data.id)],
    ["Directory (tenant) ID", code(data.tenantId)],
    ["Supported account types", data.audience === "AzureADMyOrg" ? "My organization only" : data.audience],
    ["Enterprise application", data.principalId ? link(`principals/${data.principalId}`, name(data.name)) : "None"],
    ["Created", data.created],
    ["Description", data.description],
    ["Notes", data.notes && name(data.notes)],
    ["Application ID URIs", data.identifierUris],
    ["Owners", data.owners],
    ["Tags", data.tags],
  ]),
  certificates: data => [
    element("h2", {}, "Certificates"),
    table(`${data.certificates.length} certificates`, [
      ["Name", row => name(row.name)],
      ["Thumbprint", row => code(row.thumbprint)],
      ["Start", row => day(row.start)],
      ["Expires", row => day(row.end)],
      ["State", row => credential(row.state)],
      ["Key ID", row => code(row.keyId)],
    ], data.certificates, "No certificate."),
    element("h2", {}, "Client secrets"),
    table(`${data.secrets.length} client secrets`, [
      ["Name", row => name(row.name)],
      ["Expires", row => day(row.end)],
      ["State", row => credential(row.state)],
      ["Key ID", row => code(row.keyId)],
    ], data.secrets, "No client secret."),
  ],
  authentication: data => facts([
    ["Web redirect URIs", data.web.length ? data.web : "None"],
    ["Single-page application redirect URIs", data.spa],
    ["Mobile and desktop redirect URIs", data.publicClient],
    ["Front-channel logout URL", data.logout],
    ["Home page URL", data.homePage],
    ["ID tokens (implicit and hybrid flows)", data.idTokens ? "On" : "Off"],
    ["Access tokens (implicit flows)", data.accessTokens ? "On" : "Off"],
  ]),
  permissions: data => [
    element("h2", {}, "Configured permissions"),
    permissions(`${data.permissions.length} configured`, data.permissions, "The registration asks for no permission."),
    data.otherPermissions.length > 0 && element("h2", {}, "Other permissions granted"),
    data.otherPermissions.length > 0 && permissions("Granted, although the registration does not ask for them", data.otherPermissions, ""),
  ],
};

const principal = data => [
  facts([
    ["Display name", name(data.name)],
    ["Application ID", code(data.appId)],
    ["Object ID", code(data.id)],
    ["App registration", data.applicationId ? link(`applications/${data.applicationId}`, name(data.name)) : `Owned by ${data.publisher}`],
    ["Enabled for sign-in", yes(data.enabled)],
    ["Assignment required", data.assignmentRequired ? "Yes" : "No"],
    ["Blocked by conditional access", data.blockedBy],
    ["Owners", data.owners],
    ["Tags", data.tags],
    ["Notes", data.notes && name(data.notes)],
    ["Directory roles", data.directoryRoles.length ? data.directoryRoles : "None"],
  ]),
  element("h2", {}, "Permissions"),
  permissions(`${data.permissions.length} granted`, data.permissions, "Nothing was granted."),
  element("h2", {}, "Exchange Online"),
  facts([
    ["Service principal in Exchange", data.exchange.registered ? "Registered" : "Not registered"],
    ["Exchange Web Services", data.exchange.ews],
    ["Roles for applications", data.exchange.roles],
    ["Full access to mailboxes", data.exchange.mailboxes],
  ]),
];

const user = data => facts([
  ["Display name", name(data.name)],
  ["User principal name", code(data.upn)],
  ["Object ID", code(data.id)],
  ["Mail", code(data.mail)],
  ["Other addresses", data.addresses],
  ["User type", data.type],
  ["Account enabled", yes(data.enabled)],
  ["Job title", data.jobTitle],
  ["Employee ID", data.employeeId],
  ["Licence", data.licence ?? "None"],
  ["Synchronized from on premises", data.onPremises ? "Yes" : "No"],
  ["Created", day(data.created)],
  ["Groups", data.groups.map(group => link(`groups/${group.id}`, name(group.name)))],
  ["Mailbox", data.mailboxKind ? `${data.mailboxKind} · ${data.mailboxState}` : "None"],
]);

const memberPlace = { "User": "users", "Group": "groups", "Service principal": "principals" };

const group = data => [
  facts([
    ["Type", data.kind],
    ["Object ID", code(data.id)],
    ["Mail", code(data.mail)],
    ["Description", data.description && name(data.description)],
    ["Owners", data.owners],
  ]),
  element("h2", {}, "Members"),
  table(`${data.total} direct members`, [
    ["Name", row => memberPlace[row.kind] ? link(`${memberPlace[row.kind]}/${row.id}`, name(row.name)) : row.name],
    ["Type", row => row.kind],
    ["Mail", row => row.mail && name(row.mail)],
  ], data.rows, "No members."),
];

/** The sections of the page in their order. */
export const sections = {
  applications: {
    title: "App registrations",
    one: "app registration",
    columns: [
      ["Display name", row => link(`applications/${row.id}`, name(row.name))],
      ["Application (client) ID", row => code(row.appId)],
      ["Created", row => day(row.created)],
      ["Certificates & secrets", row => credential(row.credentials)],
    ],
    tabs: {
      overview: ["Overview", application.overview],
      certificates: ["Certificates & secrets", application.certificates],
      authentication: ["Authentication", application.authentication],
      permissions: ["API permissions", application.permissions],
    },
  },
  principals: {
    title: "Enterprise applications",
    one: "enterprise application",
    columns: [
      ["Display name", row => link(`principals/${row.id}`, name(row.name))],
      ["Application ID", row => code(row.appId)],
      ["Publisher", row => name(row.publisher)],
      ["Sign-in", row => yes(row.enabled, "Enabled", "Disabled")],
    ],
    tabs: { overview: ["Overview", principal] },
  },
  users: {
    title: "Users",
    one: "user",
    columns: [
      ["Display name", row => link(`users/${row.id}`, name(row.name))],
      ["User principal name", row => name(row.upn)],
      ["Type", row => row.type],
      ["Licence", row => row.licence],
      ["Account", row => yes(row.enabled, "Enabled", "Disabled")],
    ],
    tabs: { overview: ["Overview", user] },
  },
  groups: {
    title: "Groups",
    one: "group",
    columns: [
      ["Name", row => link(`groups/${row.id}`, name(row.name))],
      ["Type", row => row.kind],
      ["Mail", row => row.mail && name(row.mail)],
      ["Members", row => row.members],
    ],
    tabs: { overview: ["Overview", group] },
  },
  mailboxes: {
    title: "Mailboxes",
    one: "mailbox",
    columns: [
      ["Name", row => link(`users/${row.id}`, name(row.name))],
      ["Address", row => row.mail && name(row.mail)],
      ["Type", row => row.kind],
      ["State", row => row.state],
      ["Licence", row => row.licence],
      ["Items in the inbox", row => row.items],
    ],
  },
  requests: {
    title: "Requests received",
    one: "request",
    columns: [
      ["Request", row => [element("strong", {}, row.method), " ", code(row.path)]],
      ["Status", row => status(row)],
      ["Duration", row => `${row.milliseconds.toFixed(1)}\u00a0ms`],
      ["Application", row => row.application && name(row.application)],
      ["Time (UTC)", row => row.time],
      ["Number", row => row.number],
    ],
  },
};
