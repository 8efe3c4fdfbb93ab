// Signs in with MSAL and Azure Identity, and pages through all users with the Graph client. What it saw is one line of JSON.
// Usage: node graph.mjs BASE-URL TENANT-ID CLIENT-ID PEM-FILE SHA-256-THUMBPRINT; NODE_EXTRA_CA_CERTS names the tenant's authority.
import { readFileSync } from "node:fs";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { ClientCertificateCredential } from "@azure/identity";
import { Client, PageIterator } from "@microsoft/microsoft-graph-client";

const [base, tenantId, clientId, pemFile, thumbprintSha256] = process.argv.slice(2);
const { host, hostname } = new URL(base);
const scope = `${base}/.default`;

const msal = new ConfidentialClientApplication({
  auth: {
    clientId,
    authority: `${base}/${tenantId}`,
    knownAuthorities: [host],
    clientCertificate: { thumbprintSha256, privateKey: readFileSync(pemFile, "utf8") },
  },
});
const token = await msal.acquireTokenByClientCredential({ scopes: [scope] });

const credential = new ClientCertificateCredential(tenantId, clientId, pemFile, { authorityHost: base, disableInstanceDiscovery: true });
const graph = Client.init({
  baseUrl: `${base}/`,
  defaultVersion: "v1.0",
  customHosts: new Set([hostname]),
  authProvider: (done) => credential.getToken(scope).then((found) => done(null, found.token), (error) => done(error, null)),
});
const names = [];
const first = await graph.api("/users").select("userPrincipalName").top(10).get();
await new PageIterator(graph, first, (user) => names.push(user.userPrincipalName) > 0).iterate();
const made = await graph.api("/applications").post({ displayName: "Made by JavaScript" });
await graph.api(`/applications/${made.id}`).patch({ notes: "changed" });
const read = await graph.api(`/applications/${made.id}`).get();
await graph.api(`/applications/${made.id}`).delete();
const gone = await graph.api(`/applications/${made.id}`).get().then(() => null, (error) => error.code);
console.log(JSON.stringify({ tokenType: token.tokenType, authority: token.authority, users: names.length, notes: read.notes, gone }));
