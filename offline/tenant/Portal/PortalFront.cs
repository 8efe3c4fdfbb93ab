using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Portal;

/// <summary>
/// The page at <c>/</c> and what it asks for under <c>/portal/</c>: read-only, for this machine alone. It stands beside the tenant's own
/// endpoints, so looking at a tenant neither fills its log nor meets its faults.
/// </summary>
internal sealed class PortalFront(TenantDirectory directory, RequestLog log)
{
    private readonly PortalApplications _applications = new(directory);
    private readonly PortalPeople _people = new(directory);
    private readonly PortalRequests _requests = new(directory, log);

    /// <summary>Whether a path is the page's.</summary>
    public static bool Serves(PathString path) => path == "/" || path.StartsWithSegments("/portal");

    public async Task ServeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        if (context.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from))
        {
            await RefuseAsync(context, 403, $"The tenant's page is for the machine that it runs on. Found: a request from {from}.");
            return;
        }
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            headers.Allow = "GET, HEAD";
            await RefuseAsync(context, 405, $"The tenant's page can be read only. Found: {context.Request.Method}.");
            return;
        }
        string path = context.Request.Path.Value ?? "/";
        if (PortalFile.All.TryGetValue(path, out PortalFile? file))
            await SendAsync(context, file);
        else if (path.Split('/') is ["", "portal", "api", string view, .. string[] ids]
            && Answer(view, ids, context.Request.Query) is { } json)
            await SendAsync(context, json);
        else
            await RefuseAsync(context, 404, "The tenant's page has no such part.");
    }

    /// <summary>The answer to the page, or null where it has no such view.</summary>
    private JsonObject? Answer(string view, string[] ids, IQueryCollection parameters)
    {
        PortalQuery query = PortalQuery.From(parameters);
        using (directory.Gate.Read())
        {
            JsonObject? data = (view, ids) switch
            {
                ("applications", []) => _applications.List(query),
                ("principals", []) => _applications.ListPrincipals(query),
                ("users", []) => _people.ListUsers(query),
                ("groups", []) => _people.ListGroups(query),
                ("mailboxes", []) => _people.ListMailboxes(query),
                ("requests", []) => _requests.List(query),
                ("applications", [string id]) => Detail(id, _applications.Find),
                ("principals", [string id]) => Detail(id, _applications.FindPrincipal),
                ("users", [string id]) => Detail(id, _people.FindUser),
                ("groups", [string id]) => Detail(id, group => _people.FindGroup(group, query)),
                _ => null,
            };
            return data is null ? null : new() { ["tenant"] = Tenant(), ["data"] = data };
        }
    }

    /// <summary>An object's details. One that was deleted under the reader's eyes is an answer, not an error.</summary>
    private static JsonObject Detail(string id, Func<Guid, JsonObject?> find) =>
        (Guid.TryParse(id, out Guid parsed) ? find(parsed) : null) ?? new() { ["gone"] = true };

    private JsonObject Tenant() => new()
    {
        ["name"] = directory.DisplayName,
        ["id"] = directory.TenantId.ToString(),
        ["domain"] = directory.Domain,
        ["counts"] = new JsonObject
        {
            ["applications"] = directory.ApplicationStore.CountVisible(),
            ["principals"] = directory.ServicePrincipalStore.CountVisible(),
            ["users"] = directory.UserStore.CountVisible(),
            ["groups"] = directory.GroupStore.CountVisible(),
            ["mailboxes"] = directory.UserStore.Visible.Count(user => user.Mailbox is not null),
            ["requests"] = _requests.Total,
        },
    };

    private static async Task SendAsync(HttpContext context, JsonObject json)
    {
        byte[] content = Encoding.UTF8.GetBytes(json.ToJsonString());
        await SendAsync(context, new PortalFile(content, "application/json; charset=utf-8", PortalFile.TagOf(content)));
    }

    private static async Task SendAsync(HttpContext context, PortalFile file)
    {
        context.Response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = 304;
            return;
        }
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    private static async Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
